package dev.sentiment4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.bundles.TestBundle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GraphScanTest {
    @Test
    void scan_ofRealGraphs_tellsTheirPrecision() throws IOException {
        assertThat(scan("bert")).isEqualTo("fp32");
        assertThat(scan("bert-fp16")).isEqualTo("fp16");
        assertThat(scan("bert-external")).isEqualTo("fp32");
        assertThat(scan("distilbert-int8")).isEqualTo("dynamic int8");
    }

    @Test
    void scan_findsOperatorsInGraphsSubgraphsAndFunctions() {
        byte[] node = field(1, field(4, "DynamicQuantizeLinear"));
        byte[] branch = field(1, join(field(4, "If"), field(5, field(6, node))));
        byte[] loop = field(1, join(field(4, "Scan"), field(5, field(11, node))));
        byte[] function = field(7, field(4, "DynamicQuantizeLSTM"));
        assertThat(facts(field(7, node)).batchDependentOps()).containsExactly("DynamicQuantizeLinear");
        assertThat(facts(field(7, branch)).batchDependentOps()).containsExactly("DynamicQuantizeLinear");
        assertThat(facts(field(7, loop)).batchDependentOps()).containsExactly("DynamicQuantizeLinear");
        assertThat(facts(field(25, function)).batchDependentOps()).containsExactly("DynamicQuantizeLSTM");
        assertThat(facts(field(7, field(1, field(4, "MatMul")))).batchDependentOps())
                .isEmpty();
    }

    @Test
    void scan_ofStoredInt8ThatIsRestored_isNotCalledInt8() {
        byte[] weights = field(5, join(varint(1, 300), varint(1, 20), varint(2, 3)));
        byte[] packed = field(5, join(field(1, new byte[] {(byte) 0xac, 2, 20}), varint(2, 3)));
        byte[] restore = field(1, field(4, "DequantizeLinear"));
        byte[] integer = field(1, field(4, "QLinearMatMul"));
        assertThat(facts(field(7, join(weights, restore))).precision()).isEqualTo("fp32 from int8 weights");
        assertThat(facts(field(7, join(packed, restore))).precision()).isEqualTo("fp32 from int8 weights");
        assertThat(facts(field(7, join(weights, integer))).precision()).isEqualTo("int8");
    }

    @Test
    void scan_ofDamagedFiles_neverThrows() throws IOException {
        byte[] whole;
        try (InputStream in = new TestBundle("bert").source().open("model.onnx")) {
            whole = in.readAllBytes();
        }
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            for (int j = 0; j < 20; j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            assertThat(facts(damaged)).isNotNull();
        }
        assertThat(facts(new byte[] {58, (byte) 0xff})).isEqualTo(GraphScan.Facts.UNKNOWN);
        assertThat(facts("plain text".getBytes(StandardCharsets.UTF_8))).isEqualTo(GraphScan.Facts.UNKNOWN);
    }

    @Test
    void scan_ofEndlessNesting_givesUp() {
        byte[] graph = field(1, field(4, "If"));
        for (int i = 0; i < 200; i++) {
            graph = field(1, field(5, field(6, graph)));
        }
        assertThat(facts(field(7, graph))).isEqualTo(GraphScan.Facts.UNKNOWN);
    }

    private static String scan(String bundle) throws IOException {
        TestBundle test = new TestBundle(bundle);
        try (InputStream in = test.source().open(test.graph())) {
            return GraphScan.scan(in).precision();
        }
    }

    private static GraphScan.Facts facts(byte[] model) {
        return GraphScan.scan(new ByteArrayInputStream(model));
    }

    private static byte[] field(int number, String value) {
        return field(number, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] field(int number, byte[] value) {
        return join(number(number << 3 | 2), number(value.length), value);
    }

    private static byte[] varint(int number, long value) {
        return join(number(number << 3), number(value));
    }

    private static byte[] number(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = value;
        while (rest >= 0x80) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
