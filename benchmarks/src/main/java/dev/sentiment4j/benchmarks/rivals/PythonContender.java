package dev.sentiment4j.benchmarks.rivals;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;

/** One of the set-ups that a Python process offers, run there and timed there. Closing it leaves the process alone. */
public final class PythonContender implements Contender {
    private final PythonProcess process;
    private final String name;

    PythonContender(PythonProcess process, String name) {
        this.process = process;
        this.name = name;
    }

    /** The name that the script gave, such as "hf-pipeline-8". */
    @Override
    public String name() {
        return name;
    }

    /**
     * Runs the first so many texts of the file that the process was started with.
     *
     * @param prepared as many texts as to run; they are the head of that file
     */
    @Override
    public double textsPerSecond(List<String> prepared) throws IOException {
        JsonObject request = new JsonObject();
        request.addProperty("run", name);
        request.addProperty("texts", prepared.size());
        JsonObject answer = process.ask(request);
        if (!answer.has("seconds")
                || !answer.has("texts")
                || answer.get("texts").getAsInt() != prepared.size()) {
            throw new IOException("the Python process did not run " + name + " over " + prepared.size()
                    + " texts; see its own messages on standard error");
        }
        return prepared.size() / answer.get("seconds").getAsDouble();
    }

    @Override
    public void close() {}
}
