/** The PyTorch engine: runs TorchScript models through DJL. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.pytorch;
