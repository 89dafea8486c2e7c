package dev.sentiment4j.onnx;

/**
 * Hardware and libraries that ONNX Runtime can compute with besides the plain CPU, which is always there and takes
 * whatever the others leave. Which of them work depends on the build of ONNX Runtime on the class path and on the
 * machine; {@link OnnxOptions.Builder#require} and {@link OnnxOptions.Builder#prefer} say what to do when one is
 * missing.
 */
public enum ExecutionProvider {
    /** NVIDIA GPUs; needs the artifact {@code onnxruntime_gpu} and the CUDA and cuDNN that it was built for. */
    CUDA("cuda", true),
    /** NVIDIA GPUs through TensorRT; needs {@code onnxruntime_gpu}. Compiles the graph for each new shape. */
    TENSOR_RT("tensorrt", true),
    /** AMD GPUs; needs a build of ONNX Runtime of your own. */
    ROCM("rocm", true),
    /** GPUs on Windows through Direct3D 12; needs a build with DirectML. */
    DIRECT_ML("directml", true),
    /** Apple's CoreML on macOS. */
    CORE_ML("coreml", false),
    /** Intel CPUs and GPUs; needs a build with OpenVINO. */
    OPEN_VINO("openvino", false),
    /** Intel's oneDNN on CPUs; needs a build with it. */
    DNNL("dnnl", false),
    /** XNNPACK on ARM and x86 CPUs; needs a build with it. */
    XNNPACK("xnnpack", false),
    /** Qualcomm NPUs; needs a build with QNN. */
    QNN("qnn", false),
    /** GPUs through WebGPU; needs a build with it. */
    WEB_GPU("webgpu", false);

    private final String id;
    private final boolean numbered;

    ExecutionProvider(String id, boolean numbered) {
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
