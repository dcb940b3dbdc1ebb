package io.asyncio4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Every Java example in a page compiles. It is a program of its own, or statements as they may
 * stand in one, which sees what a program sees that imports all of asyncio4j.
 */
class SnippetsTest {
    private static final Pattern PROGRAM =
            Pattern.compile(
                    "(?m)^(import |void main\\(|(public |final )*(class|record|interface) )");

    @TempDir Path directory;

    @Test
    void everyExampleCompiles() throws IOException {
        assertThat(Page.all()).isNotEmpty();
        for (var page : Page.all()) {
            assertThat(page.blocks("java"))
                    .allSatisfy(block -> assertThat(errors(block)).as(page.name()).isEmpty());
        }
    }

    @Test
    void exampleThatDoesNotCompileIsRefused() {
        assertThat(errors("void main() { IO.println(1); }")).isEmpty();
        assertThat(errors("var loop = getRunningLoop();")).isEmpty();
        assertThat(errors("var loop = getRunningLoops();")).contains("cannot find symbol");
        assertThat(errors("void main() { missing(); }")).contains("cannot find symbol");
    }

    private String errors(String example) {
        var source = PROGRAM.matcher(example).find() ? example : program(example);
        var file =
                new SimpleJavaFileObject(
                        URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        var errors = new StringWriter();
        var options = List.of("-d", directory.toString(), "-proc:none");
        var compiler = ToolProvider.getSystemJavaCompiler();
        compiler.getTask(errors, null, null, options, null, List.of(file)).call();
        return errors.toString();
    }

    private static String program(String statements) {
        return """
        import static io.asyncio4j.Asyncio.*;
        import io.asyncio4j.*;

        void main() throws Exception {
        %s
        }
        """
                .formatted(statements);
    }
}
