package dev.sentiment4j.pytorch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What a model file says about itself before native code sees it. TorchScript is a zip of the graph's source (code/),
 * its constants, and a pickle of its objects, whose first class is the module itself.
 *
 * @param arguments of the module's forward, in order, without the module
 * @param result the type that forward gives, "Tensor", "Tuple[Tensor]", "Dict[str, Tensor]"
 * @param precision of the weights, "fp32"
 * @param batchInvariant false if activations are quantised with one scale for all texts of a batch
 */
record TorchArchive(List<Argument> arguments, String result, String precision, boolean batchInvariant) {
    /**
     * A parameter of forward.
     *
     * @param optional whether it may be left out
     */
    record Argument(String name, String type, boolean optional) {}

    /** The file is no TorchScript model; the message says what it is and what to do. */
    static final class UnfitException extends Exception {
        private static final long serialVersionUID = 1L;

        UnfitException(String message) {
            super(message);
        }
    }

    private static final String REMEDY =
            "; trace the model with torch.jit.trace and write it with torch.jit.save (see sentiment-pytorch/export)";
    private static final Pattern STORAGE = Pattern.compile("ctorch\n(\\w+)Storage\n");
    private static final Pattern MODULE = Pattern.compile("c(__torch__[\\w.]*)\n(\\w+)\n");

    /**
     * Looks into a file.
     *
     * @param prove whether to read all of it and compare the checksums of its entries, which PyTorch does not do
     * @throws UnfitException if it is no TorchScript that this engine could run
     */
    static TorchArchive read(Path file, boolean prove) throws IOException, UnfitException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(64);
        }
        if (head.length == 0) {
            throw new UnfitException("is empty; copy it again");
        }
        if (new String(head, StandardCharsets.ISO_8859_1).startsWith("version https://git-lfs")) {
            throw new UnfitException("is a Git LFS pointer instead of the model; fetch the file with git lfs pull");
        }
        if (!startsWith(head, "PK")) {
            throw new UnfitException(
                    (head[0] & 0xff) == 0x80
                            ? "is a pickle, as torch.save writes it: weights without a graph" + REMEDY
                            : "is not a TorchScript archive" + REMEDY);
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return read(zip, prove);
        } catch (ZipException e) {
            throw new UnfitException("is damaged or cut short (" + e.getMessage() + "); copy or export it again");
        }
    }

    private static boolean startsWith(byte[] bytes, String text) {
        byte[] prefix = text.getBytes(StandardCharsets.US_ASCII);
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static TorchArchive read(ZipFile zip, boolean prove) throws IOException, UnfitException {
        List<String> names = zip.stream().map(ZipEntry::getName).toList();
        String root =
                names.isEmpty() ? "" : names.get(0).substring(0, names.get(0).indexOf('/') + 1);
        boolean code = names.stream().anyMatch(n -> n.startsWith(root + "code/"));
        if (!code || !names.contains(root + "constants.pkl")) {
            if (names.stream().anyMatch(n -> n.contains("exported_program") || n.endsWith("archive_format"))) {
                throw new UnfitException("is written by torch.export, which this engine cannot read" + REMEDY);
            }
            if (names.contains(root + "data.pkl")) {
                throw new UnfitException(
                        "holds weights without a graph (a state dict or a pickled module, as torch.save writes it)"
                                + REMEDY);
            }
            throw new UnfitException("is a zip, but not a TorchScript archive" + REMEDY);
        }
        if (prove) {
            prove(zip);
        }
        String objects = text(zip, root + "data.pkl").orElse("");
        Signature forward = signature(zip, root, objects);
        boolean dynamicInt8 = quantisesActivations(zip, root);
        return new TorchArchive(
                forward.arguments(), forward.result(), dynamicInt8 ? "dynamic int8" : precision(objects), !dynamicInt8);
    }

    /** ZipFile reads without comparing checksums. */
    private static void prove(ZipFile zip) throws IOException, UnfitException {
        byte[] buffer = new byte[1 << 16];
        for (ZipEntry entry : zip.stream().toList()) {
            CRC32 found = new CRC32();
            try (InputStream in = zip.getInputStream(entry)) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    found.update(buffer, 0, n);
                }
            } catch (ZipException | EOFException e) {
                throw new UnfitException("is damaged: " + entry.getName() + " cannot be unpacked (" + e.getMessage()
                        + "); copy or export it again");
            }
            if (entry.getCrc() >= 0 && found.getValue() != entry.getCrc()) {
                throw new UnfitException(
                        "is damaged: " + entry.getName() + " does not match its checksum; copy or export it again");
            }
        }
    }

    private record Signature(List<Argument> arguments, String result) {}

    private static Signature signature(ZipFile zip, String root, String objects) throws IOException, UnfitException {
        Matcher module = MODULE.matcher(objects);
        if (module.find()) {
            Optional<String> source = text(zip, root + "code/" + module.group(1).replace('.', '/') + ".py");
            // The class runs to the next one that starts a line.
            Pattern body = Pattern.compile(
                    "^class " + module.group(2) + "\\(Module\\):\n(.*?)(?=^class |\\z)",
                    Pattern.MULTILINE | Pattern.DOTALL);
            Matcher type = body.matcher(source.orElse(""));
            if (type.find()) {
                Matcher forward = Pattern.compile(
                                "^  def forward\\(\\w+: [\\w.]+(?:,(.*?))?\\) -> ([^\n]*):\n",
                                Pattern.MULTILINE | Pattern.DOTALL)
                        .matcher(type.group(1));
                if (forward.find()) {
                    String list = forward.group(1);
                    return new Signature(
                            list == null ? List.of() : arguments(list),
                            forward.group(2).strip());
                }
            }
        }
        throw new UnfitException("has no method forward" + REMEDY);
    }

    private static List<Argument> arguments(String list) {
        List<Argument> arguments = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i <= list.length(); i++) {
            char c = i < list.length() ? list.charAt(i) : ',';
            depth += c == '[' || c == '(' ? 1 : c == ']' || c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                argument(list.substring(from, i).strip()).ifPresent(arguments::add);
                from = i + 1;
            }
        }
        return List.copyOf(arguments);
    }

    private static Optional<Argument> argument(String declared) {
        int colon = declared.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String type = declared.substring(colon + 1);
        int value = type.indexOf('=');
        return Optional.of(new Argument(
                declared.substring(0, colon).strip(),
                (value < 0 ? type : type.substring(0, value)).strip(),
                value >= 0));
    }

    private static String precision(String objects) {
        Set<String> kinds = new TreeSet<>();
        Matcher storage = STORAGE.matcher(objects);
        while (storage.find()) {
            switch (storage.group(1)) {
                case "Float" -> kinds.add("fp32");
                case "Half" -> kinds.add("fp16");
                case "BFloat16" -> kinds.add("bf16");
                case "Double" -> kinds.add("fp64");
                default -> {
                    // ids and masks
                }
            }
        }
        return kinds.isEmpty() ? "fp32" : String.join("/", kinds).toLowerCase(Locale.ROOT);
    }

    private static boolean quantisesActivations(ZipFile zip, String root) throws IOException {
        for (ZipEntry entry : zip.stream().toList()) {
            if (entry.getName().startsWith(root + "code/")
                    && entry.getName().endsWith(".py")
                    && text(zip, entry.getName()).orElse("").contains("ops.quantized.linear_dynamic")) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> text(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            return Optional.empty();
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
    }
}
