package dev.sentiment4j.pytorch;

/**
 * Hardware that PyTorch can compute with besides the plain CPU. Which of it works depends on the build of PyTorch and
 * on the machine; {@link PyTorchOptions.Builder#require} and {@link PyTorchOptions.Builder#prefer} say what to do when
 * it is missing.
 */
public enum Accelerator {
    /**
     * NVIDIA GPUs; needs a PyTorch built for CUDA 12.8, which is no Maven artifact, and its driver: docs/pytorch.md.
     */
    CUDA("cuda", true),
    /** Apple's GPU through Metal, in the build for macOS. */
    MPS("mps", false);

    private final String id;
    private final boolean numbered;

    Accelerator(String id, boolean numbered) {
        this.id = id;
        this.numbered = numbered;
    }

    /** Its name in reports: "cuda". */
    public String id() {
        return id;
    }

    /** Whether there can be several devices, told apart by a number. */
    boolean numbered() {
        return numbered;
    }
}
