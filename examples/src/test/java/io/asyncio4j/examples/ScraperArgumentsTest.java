package io.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncio4j.SystemExit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the scraper says to its command line before it fetches anything. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class ScraperArgumentsTest {
    @Test
    void helpTellsHowToUseIt() throws Exception {
        var help = printed(0, "--help");
        assertThat(help).startsWith("Usage: ").contains("--depth", "--workers", "130");
        assertThat(printed(0, "-h")).isEqualTo(help);
        assertThat(help.lines()).allMatch(line -> line.length() < 100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--deep 3 http://h/|--deep is no option",
                "--depth|--depth needs a number from 0 to 9999, not nothing",
                "--depth x http://h/|--depth needs a number from 0 to 9999, not x",
                "--workers 0|--workers needs a number from 1 to 9999, not 0",
                "--timeout -1|--timeout needs a number from 1 to 9999, not -1",
                "--retries 99999|--retries needs a number from 0 to 9999, not 99999",
                "ftp://h/|ftp://h/ is no address of a page",
                "README.md|README.md is no address of a page",
            })
    void wrongArgumentsAreNamed(String arguments, String problem) throws Exception {
        assertThat(printed(2, arguments.split(" ", -1)))
                .isEqualTo("Scraper: " + problem + "; see --help\n");
    }

    /** What is printed until the scraper exits with the status. */
    private static String printed(int status, String... arguments) throws Exception {
        var scraper = Loaded.example("Scraper");
        return Loaded.printedDuring(
                        () -> {
                            var exit = catchThrowable(() -> scraper.callMain(arguments));
                            assertThat(exit).isInstanceOf(SystemExit.class);
                            assertThat(((SystemExit) exit).status()).isEqualTo(status);
                            return exit;
                        })
                .replace("\r", "");
    }
}
