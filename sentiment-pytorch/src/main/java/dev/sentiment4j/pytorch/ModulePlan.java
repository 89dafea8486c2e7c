package dev.sentiment4j.pytorch;

import dev.sentiment4j.model.HeadSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What goes into a module and what is read from it, decided from its signature and the manifest's heads.
 *
 * @param inputs what to fill, in the order of forward's arguments
 * @param heads by the name that heads use, where each stands
 * @param notes remarks for {@code doctor}
 * @param problems why the module cannot be used; empty if it can
 */
record ModulePlan(List<Role> inputs, Map<String, Place> heads, List<String> notes, List<String> problems) {
    /** What an input means, by the name that Hugging Face models give it, in their order. */
    enum Role {
        /** The ids, filled up with the pad id. */
        INPUT_IDS,
        /** 1 for a token, 0 for what fills up. */
        ATTENTION_MASK,
        /** The number of the sentence: always 0. */
        TOKEN_TYPE_IDS,
        /** 0, 1, 2, ... */
        POSITION_IDS;

        String argument() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Where a head's logits stand in what forward gives.
     *
     * @param index in a tuple or list
     * @param numbered whether the index counts all its parts, as the host named it, or its tensors alone
     * @param columns how many logits a row has
     */
    record Place(int index, boolean numbered, int columns) {}

    /** Names that tracing and hand-written modules give to the ids. */
    private static final Set<String> IDS = Set.of("input_ids", "input", "ids", "tokens");

    /** Reads the signature; finds everything that is wrong with it at once. */
    static ModulePlan of(TorchArchive archive, List<HeadSpec> heads) {
        List<String> notes = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        List<Role> inputs = inputs(archive.arguments(), notes, problems);
        Map<String, Place> places = new LinkedHashMap<>();
        for (int i = 0; i < heads.size(); i++) {
            HeadSpec head = heads.get(i);
            // A number names a place of a tuple; otherwise tuples have the order of the heads.
            boolean numbered = head.output().matches("\\d{1,3}");
            int index = numbered ? Integer.parseInt(head.output()) : i;
            places.put(head.output(), new Place(index, numbered, head.labels().size()));
        }
        String result = archive.result();
        if (!result.equals("Any") && !result.contains("Tensor")) {
            problems.add("forward gives " + result + ", not tensors of logits; trace the model so that it gives its"
                    + " logits");
        } else if (result.equals("Tensor") && heads.size() > 1) {
            problems.add("forward gives one tensor, but there are " + heads.size() + " heads " + places.keySet()
                    + "; let it give a tuple in their order or a dictionary by their outputs");
        }
        return new ModulePlan(List.copyOf(inputs), places, notes, problems);
    }

    boolean has(Role role) {
        return inputs.contains(role);
    }

    private static List<Role> inputs(List<TorchArchive.Argument> arguments, List<String> notes, List<String> problems) {
        List<Role> inputs = new ArrayList<>();
        boolean skipped = false;
        for (int i = 0; i < arguments.size(); i++) {
            TorchArchive.Argument argument = arguments.get(i);
            Optional<Role> role = role(argument.name());
            if (role.isEmpty() && argument.optional()) {
                skipped = true;
                continue;
            }
            if (role.isEmpty() && argument.type().equals("Tensor") && i < Role.values().length) {
                role = Optional.of(Role.values()[i]);
                notes.add("argument '" + argument.name() + "' is taken for "
                        + role.get().argument() + " by its place");
            }
            if (role.isEmpty()
                    || !argument.type().matches("Tensor|Optional\\[Tensor\\]")
                    || inputs.contains(role.get())) {
                problems.add("argument '" + argument.name() + "' (" + argument.type()
                        + "): only input_ids, attention_mask, token_type_ids and position_ids can be filled; trace the"
                        + " encoder for text classification with these tensors alone");
                continue;
            }
            if (skipped) {
                problems.add("argument '" + argument.name() + "' stands behind one that cannot be filled; let"
                        + " input_ids, attention_mask, token_type_ids and position_ids come first");
                continue;
            }
            inputs.add(role.get());
        }
        if (!inputs.contains(Role.INPUT_IDS) && problems.isEmpty()) {
            problems.add("forward takes no token ids; its arguments are "
                    + arguments.stream().map(TorchArchive.Argument::name).toList());
        }
        return inputs;
    }

    private static Optional<Role> role(String name) {
        return IDS.contains(name)
                ? Optional.of(Role.INPUT_IDS)
                : Arrays.stream(Role.values())
                        .filter(r -> r.argument().equals(name))
                        .findFirst();
    }
}
