/** The ONNX Runtime engine, and the default model that comes with it. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.onnx;
