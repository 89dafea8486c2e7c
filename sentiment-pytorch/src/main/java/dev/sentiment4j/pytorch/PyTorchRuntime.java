package dev.sentiment4j.pytorch;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.engine.PtEngineProvider;
import ai.djl.pytorch.jni.JniUtils;
import dev.sentiment4j.ModelLoadException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DJL's PyTorch engine: one per class loader, started by whoever comes first and shared with other users of DJL.
 *
 * <p>DJL reports home when its engines are first looked up, and fetches native code that it does not find. While we
 * start it, its switches are set against both, and put back afterwards, since other code of the JVM may use DJL as its
 * owner likes; and what it would fetch is looked for before.
 *
 * <p>PyTorch has some settings per thread and some per process. Those of a thread are made by {@link #prepare} on the
 * thread that calls; the pool for parallel branches of a graph, which encoders do not have, is held to one thread.
 */
final class PyTorchRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(PyTorchRuntime.class);
    private static final Map<String, String> SWITCHES = Map.of("ai.djl.offline", "true", "OPT_OUT_TRACKING", "true");

    /** A line that begins with a qualified class, as "builtins.ValueError: ", the engine's own have plain names. */
    private static final Pattern RAISED =
            Pattern.compile("^((?!torch\\.)[A-Za-z_]\\w*(?:\\.\\w+)+)(?:: |$)", Pattern.MULTILINE);

    /** What failed is a raise of the model's own, which older files write without a class. */
    private static final Pattern RAISE =
            Pattern.compile("(?:prim\\.RaiseException\\(|raise )[^\n]*\n *~+[^\n]*<--- HERE");

    private static @Nullable Engine started;

    private PyTorchRuntime() {}

    /**
     * The engine.
     *
     * @param model for messages
     * @throws ModelLoadException if native code is missing, does not fit or does not load
     */
    static synchronized Engine engine(String model) {
        Engine engine = started;
        if (engine == null) {
            Thread thread = Thread.currentThread();
            ClassLoader context = thread.getContextClassLoader();
            Map<String, @Nullable String> before = new LinkedHashMap<>();
            SWITCHES.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
            // DJL looks for artifacts through the context class loader, which in a server may know none of ours.
            thread.setContextClassLoader(PyTorchRuntime.class.getClassLoader());
            try {
                engine = start(model);
            } finally {
                thread.setContextClassLoader(context);
                before.forEach(PyTorchRuntime::restore);
            }
            started = engine;
        }
        return engine;
    }

    private static Engine start(String model) {
        try {
            Optional<String> problem = NativeCode.onClassPath().problem();
            if (problem.isPresent()) {
                throw new ModelLoadException(model, problem.get());
            }
            Engine.registerEngine(new PtEngineProvider());
            Engine engine = Engine.getEngine(PtEngine.ENGINE_NAME);
            try {
                JniUtils.setNumInteropThreads(1);
            } catch (EngineException e) {
                LOG.debug("PyTorch's pool for parallel branches was set up by other code of this process", e);
            }
            return engine;
        } catch (IOException | LinkageError | EngineException | AssertionError | IllegalArgumentException e) {
            throw new ModelLoadException(model, explain(e), e);
        }
    }

    private static void restore(String name, @Nullable String value) {
        if (value == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, value);
        }
    }

    /**
     * Makes the settings of the calling thread that PyTorch keeps for each: threads of a call, and whether the executor
     * specialises graphs. Costs less than a microsecond when they are as they should be.
     */
    static void prepare(int intraOpThreads, boolean graphOptimizer) {
        if (JniUtils.getNumThreads() != intraOpThreads) {
            JniUtils.setNumThreads(intraOpThreads);
        }
        JniUtils.setGraphExecutorOptimize(graphOptimizer);
    }

    /**
     * The essence of PyTorch's message, which holds a trace through the graph's source. Of what the model's own code
     * raised, with a qualified name, the class alone: its message may quote anything.
     */
    static String reason(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).strip();
        Matcher raised = RAISED.matcher(message);
        if (message.contains("TorchScript") && raised.find()) {
            return "the model raised " + raised.group(1);
        }
        if (RAISE.matcher(message).find()) {
            return "the model raised an exception";
        }
        String essence = message.lines()
                .map(String::strip)
                .filter(line -> line.matches("(\\w+(Error|Exception): .*)"))
                .reduce((first, last) -> last)
                .orElseGet(() -> message.lines().findFirst().orElse(message));
        return essence.replaceFirst("^(RuntimeError|torch\\.\\w+): ", "");
    }

    /** Why the native code did not load, and what to do. */
    static String explain(Throwable failed) {
        Throwable deepest = failed;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        String reason = String.valueOf(deepest.getMessage());
        String remedy;
        if (reason.contains("another classloader")) {
            remedy = "put sentiment-pytorch and DJL where only one class loader reads them, such as the server's shared"
                    + " libraries";
        } else if (reason.contains("musl") || reason.contains("ld-linux") || reason.contains("shared library")) {
            remedy = "this system uses the musl C library (Alpine), for which there is no build; use an image with"
                    + " glibc";
        } else if (reason.contains("GLIBC")) {
            remedy = "the system's libraries are too old; use a newer distribution (glibc 2.28 or later)";
        } else if (reason.contains("failed to map") || reason.contains("Operation not permitted")) {
            remedy = "the folder for native code forbids execution; name another one with -DENGINE_CACHE_DIR";
        } else if (deepest instanceof IOException) {
            remedy = "the folder for native code needs room for 500 MB and must be writable; name another one with"
                    + " -DENGINE_CACHE_DIR";
        } else {
            remedy = "remove the folder pytorch from DJL's cache (.djl.ai in the user's home, or ENGINE_CACHE_DIR), and"
                    + " keep the versions of DJL's artifacts aligned";
        }
        return "PyTorch does not load on " + System.getProperty("os.name") + " " + System.getProperty("os.arch") + " ("
                + reason.lines().findFirst().orElse(deepest.toString()) + "): " + remedy;
    }
}
