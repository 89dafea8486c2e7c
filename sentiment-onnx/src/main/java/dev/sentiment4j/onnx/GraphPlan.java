package dev.sentiment4j.onnx;

import ai.onnxruntime.MapInfo;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import dev.sentiment4j.model.HeadSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What goes into a graph and what is read from it, decided from its signature and the manifest's heads.
 *
 * @param inputs what to fill, in the graph's order
 * @param outputs by the name that heads use
 * @param notes remarks for {@code doctor}
 * @param problems why the graph cannot be used; empty if it can
 */
record GraphPlan(List<Input> inputs, Map<String, Output> outputs, List<String> notes, List<String> problems) {
    /** What an input means, by the name that every exporter gives it. */
    enum Role {
        /** The ids, filled up with the pad id. */
        INPUT_IDS,
        /** 1 for a token, 0 for what fills up. */
        ATTENTION_MASK,
        /** The number of the sentence: always 0. */
        TOKEN_TYPE_IDS,
        /** 0, 1, 2, ... */
        POSITION_IDS
    }

    /**
     * An input of shape [batch, tokens].
     *
     * @param wide int64 instead of int32
     */
    record Input(String name, Role role, boolean wide) {}

    /**
     * An output of shape [batch, columns].
     *
     * @param name in the graph
     */
    record Output(String name, int columns) {}

    private static final String DYNAMIC_AXES = "export it again with dynamic axes for batch and sequence";

    /** Reads the signature; finds everything that is wrong with it at once. */
    static GraphPlan of(Map<String, NodeInfo> graphInputs, Map<String, NodeInfo> graphOutputs, List<HeadSpec> heads) {
        List<String> problems = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<Input> inputs = inputs(graphInputs, notes, problems);
        Map<String, Output> outputs = outputs(graphOutputs, heads, notes, problems);
        return new GraphPlan(inputs, outputs, notes, problems);
    }

    boolean has(Role role) {
        return inputs.stream().anyMatch(i -> i.role() == role);
    }

    private static List<Input> inputs(Map<String, NodeInfo> graph, List<String> notes, List<String> problems) {
        List<Input> inputs = new ArrayList<>();
        graph.forEach((name, node) -> {
            Role role = Arrays.stream(Role.values())
                    .filter(r -> r.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst()
                    .orElse(null);
            if (role == null) {
                problems.add(
                        "input '" + name + "': only input_ids, attention_mask, token_type_ids and position_ids can be"
                                + " filled; export the encoder for text classification");
                return;
            }
            if (!(node.getInfo() instanceof TensorInfo tensor)
                    || (tensor.type != OnnxJavaType.INT64 && tensor.type != OnnxJavaType.INT32)) {
                problems.add("input '" + name + "': must be int64 or int32, is " + type(node));
                return;
            }
            long[] shape = tensor.getShape();
            if (shape.length != 2 || shape[0] >= 0 || shape[1] >= 0) {
                problems.add("input '" + name + "': takes only the shape " + shape(shape) + "; " + DYNAMIC_AXES);
                return;
            }
            inputs.add(new Input(name, role, tensor.type == OnnxJavaType.INT64));
        });
        if (!graph.containsKey("input_ids")) {
            problems.add("input 'input_ids': is missing; the inputs are " + graph.keySet()
                    + "; export the encoder so that it takes token ids");
        }
        if (graph.containsKey("position_ids")) {
            notes.add("position_ids are counted from 0");
        }
        return inputs;
    }

    private static Map<String, Output> outputs(
            Map<String, NodeInfo> graph, List<HeadSpec> heads, List<String> notes, List<String> problems) {
        Map<String, Output> outputs = new LinkedHashMap<>();
        for (HeadSpec head : heads) {
            String name = head.output();
            if (!graph.containsKey(name)) {
                List<String> others = graph.keySet().stream()
                        .filter(other -> problem(graph.get(other), head) == null)
                        .toList();
                if (heads.size() > 1 || others.size() != 1) {
                    problems.add("head '" + head.name() + "': the graph has no output '" + name + "'" + listed(graph)
                            + "; name the right one as \"output\" of the head in sentiment4j.json");
                    continue;
                }
                name = others.get(0);
                notes.add("head '" + head.name() + "' reads output '" + name
                        + "', the only one that fits; there is no '" + head.output() + "'");
            }
            String problem = problem(graph.get(name), head);
            if (problem != null) {
                problems.add("output '" + name + "' of head '" + head.name() + "': " + problem);
            } else {
                outputs.put(head.output(), new Output(name, head.labels().size()));
            }
        }
        return Collections.unmodifiableMap(outputs);
    }

    /** Why an output cannot hold a head's logits; null if it can. */
    private static @Nullable String problem(@Nullable NodeInfo node, HeadSpec head) {
        if (node == null) {
            return "is missing";
        }
        if (!(node.getInfo() instanceof TensorInfo tensor)) {
            return "is a " + type(node) + ", not a tensor of logits; export the classifier without its ZipMap"
                    + " (option zipmap=False)";
        }
        if (tensor.type != OnnxJavaType.FLOAT
                && tensor.type != OnnxJavaType.FLOAT16
                && tensor.type != OnnxJavaType.DOUBLE) {
            return "holds " + type(node) + " values, not floating-point logits; export the model so that it gives its"
                    + " logits, not labels";
        }
        long[] shape = tensor.getShape();
        if (shape.length != 2) {
            return "has the shape " + shape(shape) + " instead of [batch, labels]; export the model for sequence"
                    + " classification";
        }
        if (shape[0] >= 0) {
            return "takes only the shape " + shape(shape) + "; " + DYNAMIC_AXES;
        }
        int labels = head.labels().size();
        return shape[1] < 0 || shape[1] == labels ? null : columns(shape[1], labels);
    }

    /** The message for labels that do not fit. */
    static String columns(long columns, int labels) {
        return "gives " + columns + " logits, but there are " + labels
                + " labels; correct id2label in config.json or the labels in sentiment4j.json";
    }

    private static String listed(Map<String, NodeInfo> graph) {
        return graph.entrySet().stream()
                .map(e -> "'" + e.getKey() + "' (" + type(e.getValue()) + ")")
                .collect(Collectors.joining(", ", ", it has ", ""));
    }

    private static String type(NodeInfo node) {
        if (node.getInfo() instanceof TensorInfo tensor) {
            return tensor.type.name().toLowerCase(Locale.ROOT) + " " + shape(tensor.getShape());
        }
        return node.getInfo() instanceof MapInfo ? "map" : "sequence of maps or tensors";
    }

    private static String shape(long[] shape) {
        return Arrays.stream(shape)
                .mapToObj(d -> d < 0 ? "?" : Long.toString(d))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
