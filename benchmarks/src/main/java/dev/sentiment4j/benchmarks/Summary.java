package dev.sentiment4j.benchmarks;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Prints the median, the least and the greatest of every counter in a JMH result file, taken over iterations: JMH
 * itself adds event counters up, which says nothing about a rate or a ratio.
 */
final class Summary {
    private Summary() {}

    public static void main(String[] args) throws IOException {
        JsonArray results = JsonParser.parseString(Files.readString(Path.of(args[0]), StandardCharsets.UTF_8))
                .getAsJsonArray();
        System.out.println();
        for (JsonElement result : results) {
            JsonObject benchmark = result.getAsJsonObject();
            String name = benchmark.get("benchmark").getAsString();
            for (Map.Entry<String, JsonElement> counter :
                    benchmark.getAsJsonObject("secondaryMetrics").entrySet()) {
                double[] values = values(counter.getValue().getAsJsonObject());
                if (values[0] == 0 && values[values.length - 1] == 0) {
                    // A set-up that did not run.
                    continue;
                }
                System.out.printf(
                        Locale.ROOT,
                        "%-55s median %9.3f   least %9.3f   greatest %9.3f   (%d iterations)%n",
                        name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1) + ":" + counter.getKey(),
                        median(values),
                        values[0],
                        values[values.length - 1],
                        values.length);
            }
        }
    }

    /** The middle of sorted values, or the mean of the two in the middle. */
    static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Over all forks and iterations, sorted. */
    private static double[] values(JsonObject metric) {
        return StreamSupport.stream(metric.getAsJsonArray("rawData").spliterator(), false)
                .flatMap(fork -> StreamSupport.stream(fork.getAsJsonArray().spliterator(), false))
                .mapToDouble(JsonElement::getAsDouble)
                .sorted()
                .toArray();
    }
}
