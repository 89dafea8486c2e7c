package dev.sentiment4j;

/**
 * The truth about what the model saw of a text.
 *
 * @param tokens tokens that the model read, special tokens included; with windows, those of all windows
 * @param tokensCut tokens of the text that no model input contained; 0 when the whole text was read
 * @param windows model inputs that the text was split into; 1 unless the long-text policy asks for windows
 * @param profile text profile that prepared the text, as {@code name/version}
 */
public record InputInfo(int tokens, int tokensCut, int windows, String profile) {}
