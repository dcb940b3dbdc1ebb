import static io.asyncio4j.Asyncio.run;

void main() {
    run(() -> IO.println("hello"));
}
