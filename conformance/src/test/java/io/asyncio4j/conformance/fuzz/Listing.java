package io.asyncio4j.conformance.fuzz;

import java.lang.reflect.RecordComponent;
import java.util.List;

/**
 * A program as text that a person can read: one statement a line, bodies indented.
 *
 * <p>Confined to one thread.
 */
final class Listing {
    private final StringBuilder text = new StringBuilder();

    private Listing() {}

    static String of(Program program) {
        Listing listing = new Listing();
        listing.add(program, "");
        return listing.text.toString();
    }

    private void add(Record node, String indent) {
        text.append(indent).append(node.getClass().getSimpleName());
        RecordComponent[] parts = node.getClass().getRecordComponents();
        for (RecordComponent part : parts) {
            if (!isBody(part)) {
                text.append(' ').append(part.getName()).append('=').append(Json.read(node, part));
            }
        }
        text.append('\n');
        for (RecordComponent part : parts) {
            if (isBody(part) && Json.read(node, part) instanceof List<?> body && !body.isEmpty()) {
                text.append(indent).append("  ").append(part.getName()).append(":\n");
                body.forEach(each -> add((Op) each, indent + "    "));
            }
        }
    }

    private void add(Op op, String indent) {
        add((Record) op, indent);
    }

    private static boolean isBody(RecordComponent part) {
        return part.getGenericType().getTypeName().endsWith("<" + Op.class.getName() + ">");
    }
}
