package io.asyncio4j.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The number by which the system knows an open socket of this process, with the name that whoever
 * opened it gave it: a socket that the process has inherited, or that another runtime in it has
 * made.
 *
 * {@snippet :
 * for (var socket : SocketDescriptor.inherited()) {
 *     Stream.serve(this::serve, socket, ServerOptions.DEFAULT);
 * }
 * }
 *
 * <p>Immutable.
 *
 * @param number the system's number
 * @param name what the socket is for; "unknown" if nobody said
 */
public record SocketDescriptor(int number, String name) {
    /** Where the descriptors begin that a service manager passes. */
    private static final int FIRST_INHERITED = 3;

    private static final String UNNAMED = "unknown";

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public SocketDescriptor {
        Objects.requireNonNull(name, "name");
        if (number < 0) {
            throw new IllegalArgumentException(
                    "the number of an open socket is at least 0, not " + number);
        }
    }

    /**
     * A socket without a name.
     *
     * @param number the system's number
     * @throws IllegalArgumentException if it is negative
     */
    public static SocketDescriptor of(int number) {
        return new SocketDescriptor(number, UNNAMED);
    }

    /**
     * The sockets that a service manager such as systemd has opened for this process (socket
     * activation), as the environment variables {@code LISTEN_PID}, {@code LISTEN_FDS} and {@code
     * LISTEN_FDNAMES} tell; none if they are absent, or meant for another process. The answer is
     * the same each time.
     *
     * @throws IllegalStateException if the variables make no sense; the message shows them
     */
    public static List<SocketDescriptor> inherited() {
        return inherited(System.getenv(), ProcessHandle.current().pid());
    }

    static List<SocketDescriptor> inherited(Map<String, String> environment, long pid) {
        String count = environment.get("LISTEN_FDS");
        String target = environment.get("LISTEN_PID");
        if (count == null || target == null || number("LISTEN_PID", target) != pid) {
            return List.of();
        }
        String names = environment.getOrDefault("LISTEN_FDNAMES", "");
        List<String> named = names.isEmpty() ? List.of() : List.of(names.split(":", -1));
        List<SocketDescriptor> sockets = new ArrayList<>();
        for (int i = 0; i < number("LISTEN_FDS", count); i++) {
            String name = i < named.size() && !named.get(i).isEmpty() ? named.get(i) : UNNAMED;
            sockets.add(new SocketDescriptor(FIRST_INHERITED + i, name));
        }
        return List.copyOf(sockets);
    }

    private static long number(String variable, String value) {
        try {
            long number = Long.parseLong(value);
            if (number >= 0 && number < Integer.MAX_VALUE - FIRST_INHERITED) {
                return number;
            }
        } catch (NumberFormatException wrong) {
            // said below
        }
        throw new IllegalStateException(
                "the environment variable "
                        + variable
                        + " must hold a number for socket activation, not '"
                        + value
                        + "'");
    }
}
