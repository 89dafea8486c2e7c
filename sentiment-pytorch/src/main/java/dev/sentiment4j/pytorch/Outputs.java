package dev.sentiment4j.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a module's forward gives: a tensor for the only head; a tuple or list, whose tensors have the order of the
 * heads, or stand at the places that these number; or a dictionary by the heads' outputs. Other parts of it, such as
 * hidden states, are passed over.
 */
final class Outputs {
    /** What a module gives does not fit the heads. */
    static final class UnfitException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final List<String> problems;

        UnfitException(List<String> problems) {
            super(String.join("; ", problems));
            this.problems = List.copyOf(problems);
        }

        List<String> problems() {
            return problems;
        }
    }

    private Outputs() {}

    /**
     * Copies the heads' logits to the heap.
     *
     * @param scope owns the tensors made on the way
     * @throws UnfitException with everything that does not fit
     */
    static Map<String, float[]> read(IValue result, Map<String, ModulePlan.Place> heads, PtNDManager scope, int rows) {
        List<String> problems = new ArrayList<>();
        Map<String, float[]> logits = new LinkedHashMap<>();
        if (result.isMap()) {
            Map<String, IValue> entries = result.toIValueMap();
            try {
                heads.forEach((output, place) -> {
                    IValue value = entries.get(output);
                    if (value == null || !value.isTensor()) {
                        problems.add("the dictionary has no tensor '" + output + "', it has "
                                + new TreeMap<>(entries).keySet()
                                + "; name the right one as \"output\" of the head in sentiment4j.json");
                    } else {
                        put(logits, output, value.toTensor(scope), place, rows, problems);
                    }
                });
            } finally {
                entries.values().forEach(IValue::close);
            }
        } else {
            List<Optional<PtNDArray>> parts = parts(result, scope);
            List<PtNDArray> tensors = parts.stream().flatMap(Optional::stream).toList();
            heads.forEach((output, place) -> {
                if (place.numbered()) {
                    int index = place.index();
                    if (index < parts.size() && parts.get(index).isPresent()) {
                        put(logits, output, parts.get(index).get(), place, rows, problems);
                    } else {
                        problems.add("output '" + output + "' is "
                                + (index < parts.size() ? "no tensor" : "not there") + ": of the " + parts.size()
                                + " parts of what forward gives, these are tensors, counted from 0: "
                                + IntStream.range(0, parts.size())
                                        .filter(i -> parts.get(i).isPresent())
                                        .boxed()
                                        .toList()
                                + "; name the right one as \"output\" of the head in sentiment4j.json");
                    }
                } else if (place.index() >= tensors.size()) {
                    problems.add("output '" + output + "' should be tensor " + place.index() + " of what forward"
                            + " gives, but there are " + tensors.size()
                            + "; let it give the heads' logits in their order, or state the number as \"output\" of"
                            + " the head in sentiment4j.json");
                } else {
                    put(logits, output, tensors.get(place.index()), place, rows, problems);
                }
            });
        }
        if (!problems.isEmpty()) {
            throw new UnfitException(problems);
        }
        return logits;
    }

    /** What is no tensor keeps its place. */
    private static List<Optional<PtNDArray>> parts(IValue result, PtNDManager scope) {
        if (result.isTensor()) {
            return List.of(Optional.of(result.toTensor(scope)));
        }
        if (result.isTensorList()) {
            return Arrays.stream(result.toTensorArray(scope)).map(Optional::of).toList();
        }
        if (!result.isTuple() && !result.isList()) {
            return List.of();
        }
        IValue[] parts = result.isTuple() ? result.toIValueTuple() : result.toIValueArray();
        List<Optional<PtNDArray>> tensors = new ArrayList<>();
        try {
            for (IValue part : parts) {
                tensors.add(part.isTensor() ? Optional.of(part.toTensor(scope)) : Optional.empty());
            }
        } finally {
            for (IValue part : parts) {
                part.close();
            }
        }
        return tensors;
    }

    private static void put(
            Map<String, float[]> logits,
            String output,
            PtNDArray tensor,
            ModulePlan.Place place,
            int rows,
            List<String> problems) {
        String problem = problem(tensor, place, rows);
        if (problem != null) {
            problems.add("output '" + output + "' " + problem);
            return;
        }
        NDArray floats = tensor.getDataType() == DataType.FLOAT32 ? tensor : tensor.toType(DataType.FLOAT32, false);
        logits.put(output, floats.toFloatArray());
    }

    /** Why a tensor cannot hold a head's logits; null if it can. */
    private static @Nullable String problem(PtNDArray tensor, ModulePlan.Place place, int rows) {
        if (!tensor.getDataType().isFloating()) {
            return "holds " + tensor.getDataType().name().toLowerCase(Locale.ROOT)
                    + " values, not floating-point logits; trace the model so that it gives its logits, not labels";
        }
        long[] shape = tensor.getShape().getShape();
        if (shape.length != 2 || shape[0] != rows) {
            return "has the shape " + Arrays.toString(shape) + " instead of [" + rows + ", " + place.columns()
                    + "]; trace the model for sequence classification, with a batch of several texts";
        }
        if (shape[1] != place.columns()) {
            return "gives " + shape[1] + " logits, but there are " + place.columns()
                    + " labels; correct id2label in config.json or the labels in sentiment4j.json";
        }
        return null;
    }
}
