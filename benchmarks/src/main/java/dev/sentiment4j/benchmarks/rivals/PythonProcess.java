package dev.sentiment4j.benchmarks.rivals;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/**
 * A Python process that holds rivals. It is started as {@code INTERPRETER SCRIPT --model DIR --texts FILE}, FILE
 * holding one JSON string a line, and speaks one JSON object a line:
 *
 * <pre>
 * it, once:  {"ready": ["hf-pipeline-1", "hf-pipeline-8", "onnxruntime-py-8"]}
 * we:        {"run": "hf-pipeline-8", "texts": 256}
 * it:        {"run": "hf-pipeline-8", "texts": 256, "seconds": 1.23}
 * we, once:  {"quit": true}
 * </pre>
 *
 * Lines that are no JSON object are passed over, since libraries print what they like. Used by one thread.
 */
public final class PythonProcess implements AutoCloseable {
    private final Process process;
    private final Writer to;
    private final BufferedReader from;
    private final Path texts;
    private final List<PythonContender> contenders;

    private PythonProcess(Process process, Path texts) throws IOException {
        this.process = process;
        this.texts = texts;
        this.to = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        this.from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        JsonObject greeting = read();
        if (!greeting.has("ready")) {
            throw new IOException("the Python process did not say what it offers; see its messages on standard error");
        }
        this.contenders = StreamSupport.stream(greeting.getAsJsonArray("ready").spliterator(), false)
                .map(JsonElement::getAsString)
                .map(name -> new PythonContender(this, name))
                .toList();
    }

    /**
     * Starts the process and waits until it is ready, however long its imports take.
     *
     * @param prepared the texts that its contenders run
     */
    public static PythonProcess start(String interpreter, Path script, ModelFiles model, List<String> prepared)
            throws IOException {
        Path texts = Files.createTempFile("sentiment4j-benchmark", ".jsonl");
        Gson gson = new Gson();
        Files.write(texts, prepared.stream().map(gson::toJson).toList(), StandardCharsets.UTF_8);
        Process process = new ProcessBuilder(
                        interpreter,
                        script.toString(),
                        "--model",
                        model.directory().toString(),
                        "--texts",
                        texts.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            return new PythonProcess(process, texts);
        } catch (IOException | RuntimeException e) {
            process.destroy();
            Files.deleteIfExists(texts);
            throw e;
        }
    }

    /** What the process offers, in its order. */
    public List<PythonContender> contenders() {
        return contenders;
    }

    JsonObject ask(JsonObject request) throws IOException {
        write(request);
        return read();
    }

    private void write(JsonObject message) throws IOException {
        to.write(message + "\n");
        to.flush();
    }

    private JsonObject read() throws IOException {
        for (String line = from.readLine(); line != null; line = from.readLine()) {
            Optional<JsonObject> message = parse(line);
            if (message.isPresent()) {
                return message.get();
            }
        }
        throw new IOException("the Python process ended; see its messages on standard error");
    }

    private static Optional<JsonObject> parse(String line) {
        try {
            return line.startsWith("{")
                    ? Optional.of(JsonParser.parseString(line).getAsJsonObject())
                    : Optional.empty();
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    /** Asks the process to end, and ends it when it does not within ten seconds. */
    @Override
    public void close() throws IOException {
        JsonObject quit = new JsonObject();
        quit.addProperty("quit", true);
        try (to;
                from) {
            write(quit);
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroy();
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        } finally {
            Files.deleteIfExists(texts);
        }
    }
}
