/** The event loop and everything on it that needs no network. */
@org.jspecify.annotations.NullMarked
module io.asyncio4j {
    requires static transitive org.jspecify;

    exports io.asyncio4j;
}
