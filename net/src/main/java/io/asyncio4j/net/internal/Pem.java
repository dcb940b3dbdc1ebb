package io.asyncio4j.net.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

/**
 * Reads PEM files (RFC 7468): blocks of Base64 between a line that names them and one that ends
 * them. What stands between the blocks is ignored.
 *
 * <p>Thread-safe.
 */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    /** The lines by which OpenSSL's older format says that a key is encrypted. */
    private static final Pattern HEADERS = Pattern.compile("(?m)^[A-Za-z-]+:.*$");

    private Pem() {}

    /**
     * A block.
     *
     * @param label what it is, such as CERTIFICATE
     * @param content the decoded bytes
     * @param hasHeaders whether lines with headers stand above the content
     */
    @SuppressWarnings("ArrayRecordComponent") // read once and dropped
    record Block(String label, byte[] content, boolean hasHeaders) {}

    /** The blocks of a file. */
    static List<Block> read(Path file) throws IOException {
        String text = new String(CertificateFiles.bytes(file), StandardCharsets.ISO_8859_1);
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(withoutHeaderDashes(text));
        while (block.find()) {
            String body = block.group(2);
            String bare = HEADERS.matcher(body).replaceAll("");
            blocks.add(new Block(block.group(1), decode(file, bare), !bare.equals(body)));
        }
        return blocks;
    }

    /** The dashes in header lines, such as Proc-Type, would end a block for the pattern. */
    private static String withoutHeaderDashes(String text) {
        return HEADERS.matcher(text).replaceAll("Header: ");
    }

    private static byte[] decode(Path file, String base64) throws SSLException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException damaged) {
            throw new SSLException(file + " holds a damaged block of PEM", damaged);
        }
    }
}
