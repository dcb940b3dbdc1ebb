package io.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What bytes mean as a line of text. */
final class TextLine {
    private TextLine() {}

    /** The text of a line without its {@code \n} or {@code \r\n}, which the last one may lack. */
    static String withoutEnd(byte[] line) {
        int length = line.length;
        if (length > 0 && line[length - 1] == '\n') {
            length--;
            if (length > 0 && line[length - 1] == '\r') {
                length--;
            }
        }
        return new String(line, 0, length, UTF_8);
    }
}
