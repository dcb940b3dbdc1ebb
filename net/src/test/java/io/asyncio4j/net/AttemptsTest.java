package io.asyncio4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.NameResolution;
import io.asyncio4j.Task;
import io.asyncio4j.TaskGroup;
import io.asyncio4j.TaskOptions;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.transport.AddressChoice;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.Transport;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class AttemptsTest {
    private static final ConnectOptions IN_ORDER =
            ConnectOptions.DEFAULT.withAddressChoice(AddressChoice.IN_ORDER);

    private final Trace trace = new Trace();
    private final StagedNetwork stage = new StagedNetwork(trace);

    /** The protocols that were made. */
    private final List<Greeter> greeters = new ArrayList<>();

    private static final class Greeter implements Protocol {
        private boolean isMade;

        @Override
        public void connectionMade(Transport transport) {
            isMade = true;
        }
    }

    private Greeter greeter() {
        greeters.add(new Greeter());
        return greeters.getLast();
    }

    private void run(Action test) {
        Asyncio.run(stage.options(), test);
    }

    private Link<Greeter> connect(ConnectOptions options) throws IOException {
        return Net.createConnection(this::greeter, "host", 80, options);
    }

    /**
     * Asserts that the connection is the only thing that is left, and its protocol the only one.
     */
    private void assertOnly(Link<Greeter> link) {
        assertThat(stage.left()).containsExactly(link.transport());
        assertThat(greeters).containsExactly(link.protocol());
        assertThat(link.protocol().isMade).isTrue();
    }

    // ---- one address after the other

    @Test
    void theNextAddressIsTriedAtOnceWhenOneFails() {
        stage.part("host", 0, "10.0.0.1", "10.0.0.2")
                .fails("10.0.0.1", 30, new ConnectException("refused"))
                .answers("10.0.0.2", 5);
        run(() -> assertOnly(connect(ConnectOptions.DEFAULT)));
        trace.assertWords(
                "0 look up host",
                "0 connect 10.0.0.1",
                "30 connect 10.0.0.2",
                "35 stands 10.0.0.2");
    }

    @Test
    void inOrderASlowAddressIsWaitedFor() {
        stage.part("host", 0, "10.0.0.1", "2001:db8::1", "10.0.0.2")
                .fails("10.0.0.1", 100_000, new ConnectException("timed out"))
                .fails("2001:db8:0:0:0:0:0:1", 0, new ConnectException("refused"))
                .answers("10.0.0.2", 0);
        run(() -> assertOnly(connect(IN_ORDER)));
        trace.assertWords(
                "0 look up host",
                "0 connect 10.0.0.1",
                "100000 connect 2001:db8:0:0:0:0:0:1",
                "100000 connect 10.0.0.2",
                "100000 stands 10.0.0.2");
    }

    @Test
    void differentFailuresAreMergedAndKept() {
        var first = new ConnectException("refused");
        var second = new NoRouteToHostException("no route");
        var third = new ConnectException("refused");
        stage.part("host", 0, "10.0.0.1", "10.0.0.2", "10.0.0.3")
                .fails("10.0.0.1", 1, first)
                .fails("10.0.0.2", 1, second)
                .fails("10.0.0.3", 1, third);
        run(
                () ->
                        assertThatThrownBy(() -> connect(ConnectOptions.DEFAULT))
                                .isInstanceOf(ConnectException.class)
                                .hasMessage("Multiple exceptions: refused, no route")
                                .satisfies(
                                        failure ->
                                                assertThat(failure.getSuppressed())
                                                        .containsExactly(first, second, third)));
        assertThat(stage.left()).isEmpty();
        assertThat(greeters).isEmpty();
    }

    @Test
    void equalFailuresBecomeOneMessage() {
        stage.part("host", 0, "10.0.0.1", "10.0.0.2")
                .fails("10.0.0.1", 1, new ConnectException("refused"))
                .fails("10.0.0.2", 1, new ConnectException("refused"));
        run(
                () ->
                        assertThatThrownBy(() -> connect(ConnectOptions.DEFAULT))
                                .hasMessage("refused")
                                .satisfies(
                                        failure -> assertThat(failure.getSuppressed()).hasSize(2)));
    }

    @Test
    void theOnlyFailureIsThrownAsItIs() {
        var only = new ConnectException("refused");
        stage.part("host", 0, "10.0.0.1").fails("10.0.0.1", 0, only);
        run(() -> assertThatThrownBy(() -> connect(ConnectOptions.DEFAULT)).isSameAs(only));
    }

    @Test
    void aProtocolThatCannotBeMadeEndsAllAttempts() {
        var mistake = new IllegalStateException("factory");
        stage.part("host", 0, "10.0.0.1", "10.0.0.2", "10.0.0.3").answers("10.0.0.2", 0);
        run(
                () ->
                        assertThatThrownBy(
                                        () ->
                                                Net.createConnection(
                                                        () -> {
                                                            throw mistake;
                                                        },
                                                        "host",
                                                        80))
                                .isSameAs(mistake));
        assertThat(stage.left()).isEmpty();
        assertThat(trace.words()).doesNotContain("500 connect 10.0.0.3");
    }

    // ---- side by side

    @Test
    void aSilentAddressIsOvertakenAfterAQuarterOfASecond() {
        stage.part("host", 0, "2001:db8::1", "2001:db8::2", "10.0.0.1", "10.0.0.2")
                .answers("10.0.0.2", 1000)
                .answers("2001:db8:0:0:0:0:0:2", 30);
        run(() -> assertOnly(connect(ConnectOptions.DEFAULT)));
        trace.assertWords(
                "0 look up host",
                "0 connect 2001:db8:0:0:0:0:0:1",
                "250 connect 10.0.0.1",
                "500 connect 2001:db8:0:0:0:0:0:2",
                "530 stands 2001:db8:0:0:0:0:0:2");
    }

    @Test
    void anOvertakenAddressCanStillWin() {
        stage.part("host", 0, "2001:db8::1", "10.0.0.1")
                .answers("2001:db8:0:0:0:0:0:1", 300)
                .answers("10.0.0.1", 60_000);
        run(() -> assertOnly(connect(ConnectOptions.DEFAULT)));
        trace.assertWords(
                "0 look up host",
                "0 connect 2001:db8:0:0:0:0:0:1",
                "250 connect 10.0.0.1",
                "300 stands 2001:db8:0:0:0:0:0:1");
    }

    @Test
    void twoThatStandInOnePassGiveOneProtocol() {
        stage.part("host", 0, "10.0.0.1", "10.0.0.2")
                .answers("10.0.0.1", 350)
                .answers("10.0.0.2", 100);
        run(() -> assertOnly(connect(ConnectOptions.DEFAULT)));
        assertThat(trace.words())
                .containsSubsequence("350 stands 10.0.0.1", "350 stands 10.0.0.2")
                .doesNotContain("abort");
    }

    @Test
    void delayAndInterleavingCanBeChosen() {
        var choice = AddressChoice.DEFAULT.withDelay(Duration.ofMillis(10)).withInterleave(2);
        stage.part("host", 0, "10.0.0.1", "10.0.0.2", "10.0.0.3", "2001:db8::1")
                .answers("10.0.0.3", 1);
        run(() -> assertOnly(connect(ConnectOptions.DEFAULT.withAddressChoice(choice))));
        trace.assertWords(
                "0 look up host",
                "0 connect 10.0.0.1",
                "10 connect 10.0.0.2",
                "20 connect 2001:db8:0:0:0:0:0:1",
                "30 connect 10.0.0.3",
                "31 stands 10.0.0.3");
    }

    @Test
    void allFailuresOfARaceAreKept() {
        stage.part("host", 0, "2001:db8::1", "10.0.0.1", "2001:db8::2")
                .fails("2001:db8:0:0:0:0:0:1", 700, new ConnectException("one"))
                .fails("10.0.0.1", 10, new ConnectException("two"))
                .fails("2001:db8:0:0:0:0:0:2", 10, new ConnectException("three"));
        run(
                () ->
                        assertThatThrownBy(() -> connect(ConnectOptions.DEFAULT))
                                .hasMessage("Multiple exceptions: two, three, one"));
        trace.assertWords(
                "0 look up host",
                "0 connect 2001:db8:0:0:0:0:0:1",
                "250 connect 10.0.0.1",
                "260 connect 2001:db8:0:0:0:0:0:2");
    }

    // ---- answers in parts

    @Test
    void theSecondFamilyIsHeldBackForAMoment() {
        stage.part("host", 40, "2001:db8::1").part("host", 10, "10.0.0.1");
        stage.answers("2001:db8:0:0:0:0:0:1", 1).answers("10.0.0.1", 1);
        run(() -> assertOnly(connect(ConnectOptions.DEFAULT)));
        trace.assertWords(
                "0 look up host",
                "40 connect 2001:db8:0:0:0:0:0:1",
                "41 stands 2001:db8:0:0:0:0:0:1");
    }

    @Test
    void anAnswerThatStaysAwayCostsFiftyMilliseconds() {
        stage.part("host", 5_000, "2001:db8::1").part("host", 10, "10.0.0.1");
        stage.answers("10.0.0.1", 1);
        run(() -> assertOnly(connect(ConnectOptions.DEFAULT)));
        trace.assertWords("0 look up host", "60 connect 10.0.0.1", "61 stands 10.0.0.1");
    }

    @Test
    void aLatePartJoinsTheRace() {
        stage.part("host", 100, "2001:db8::1", "2001:db8::2")
                .part("host", 0, "10.0.0.1", "10.0.0.2");
        stage.answers("10.0.0.2", 1);
        run(() -> assertOnly(connect(ConnectOptions.DEFAULT)));
        trace.assertWords(
                "0 look up host",
                "50 connect 10.0.0.1",
                "300 connect 2001:db8:0:0:0:0:0:1",
                "550 connect 10.0.0.2",
                "551 stands 10.0.0.2");
    }

    @Test
    void aPartThatFailsHoldsNothingBack() {
        stage.part("host", 20).part("host", 10, "10.0.0.1");
        stage.answers("10.0.0.1", 1);
        run(() -> assertOnly(connect(ConnectOptions.DEFAULT)));
        trace.assertWords("0 look up host", "20 connect 10.0.0.1", "21 stands 10.0.0.1");
    }

    @Test
    void addressesThatAllFailedWaitForTheRestOfTheAnswer() {
        stage.part("host", 0, "2001:db8::1").part("host", 900, "10.0.0.1");
        stage.fails("2001:db8:0:0:0:0:0:1", 1, new ConnectException("no")).answers("10.0.0.1", 1);
        run(() -> assertOnly(connect(ConnectOptions.DEFAULT)));
        trace.assertWords(
                "0 look up host",
                "0 connect 2001:db8:0:0:0:0:0:1",
                "900 connect 10.0.0.1",
                "901 stands 10.0.0.1");
    }

    @Test
    void aNameThatNobodyKnowsIsAFailureWithAllParts() {
        stage.part("host", 0).part("host", 10);
        run(
                () ->
                        assertThatThrownBy(() -> connect(ConnectOptions.DEFAULT))
                                .isInstanceOf(UnknownHostException.class)
                                .hasMessage("nobody knows host")
                                .satisfies(
                                        failure -> assertThat(failure.getSuppressed()).hasSize(1)));
        trace.assertWords("0 look up host");
    }

    @Test
    void aFailedPartIsAmongTheFailuresOfTheAddresses() {
        var refused = new ConnectException("refused");
        stage.part("host", 0).part("host", 0, "10.0.0.1").fails("10.0.0.1", 1, refused);
        run(
                () ->
                        assertThatThrownBy(() -> connect(ConnectOptions.DEFAULT))
                                .isSameAs(refused)
                                .hasSuppressedException(
                                        new UnknownHostException("nobody knows host"))
                                .hasMessage("refused"));
    }

    @Test
    void getAddrInfoWaitsForAllPartsAndForgivesOne() {
        stage.part("both", 20, "2001:db8::1").part("both", 10, "10.0.0.1");
        stage.part("half", 10).part("half", 30, "10.0.0.2");
        stage.part("none", 10).part("none", 30);
        run(
                () -> {
                    assertThat(NameResolution.getAddrInfo("both", 1))
                            .containsExactly(
                                    new InetSocketAddress("2001:db8::1", 1),
                                    new InetSocketAddress("10.0.0.1", 1));
                    assertThat(NameResolution.getAddrInfo("half", 2, StandardProtocolFamily.INET))
                            .containsExactly(new InetSocketAddress("10.0.0.2", 2));
                    assertThatThrownBy(() -> NameResolution.getAddrInfo("none", 3))
                            .isInstanceOf(UnknownHostException.class)
                            .hasMessage("nobody knows none");
                });
        trace.assertWords("0 look up both", "20 look up half INET", "50 look up none");
        assertThat(stage.left()).isEmpty();
    }

    // ---- choices

    @Test
    void aNumericAddressIsNotLookedUp() {
        stage.answers("10.0.0.9", 1);
        run(() -> assertOnly(Net.createConnection(this::greeter, "10.0.0.9", 80)));
        trace.assertWords("0 connect 10.0.0.9", "1 stands 10.0.0.9");
    }

    @Test
    void aFamilyThatIsNotWantedIsNotTried() {
        var choice = AddressChoice.DEFAULT.withFamily(StandardProtocolFamily.INET6);
        stage.part("host", 0, "2001:db8::1").answers("2001:db8:0:0:0:0:0:1", 0);
        run(
                () -> {
                    assertOnly(connect(ConnectOptions.DEFAULT.withAddressChoice(choice)));
                    assertThatThrownBy(
                                    () ->
                                            Net.createConnection(
                                                    this::greeter,
                                                    "10.0.0.9",
                                                    80,
                                                    ConnectOptions.DEFAULT.withAddressChoice(
                                                            choice)))
                            .isInstanceOf(UnknownHostException.class)
                            .hasMessageContaining("'10.0.0.9' is no address of INET6");
                });
        assertThat(trace.words()).startsWith("0 look up host INET6");
    }

    @Test
    void aLocalAddressOfTheOtherFamilyIsNoMatch() {
        var options = ConnectOptions.DEFAULT.withLocalAddress(new InetSocketAddress("10.0.0.9", 0));
        stage.part("host", 0, "2001:db8::1", "10.0.0.1")
                .fails("10.0.0.1", 0, new ConnectException("refused"));
        run(
                () ->
                        assertThatThrownBy(() -> connect(options))
                                .hasMessageContaining(
                                        "one is an IPv4 address and the other an IPv6")
                                .hasMessageContaining("refused"));
        trace.assertWords("0 look up host", "0 connect 10.0.0.1");
    }

    @Test
    void aWrongPortIsRefusedBeforeAnythingIsAsked() {
        run(
                () ->
                        assertThatThrownBy(
                                        () -> Net.createConnection(this::greeter, "host", 70_000))
                                .isInstanceOf(IllegalArgumentException.class));
        trace.assertWords();
    }

    // ---- cancellation

    /** A race that is interesting at every millisecond. */
    private void stageARace() {
        stage.part("host", 2, "2001:db8::1", "2001:db8::2").part("host", 0, "10.0.0.1", "10.0.0.2");
        stage.fails("2001:db8:0:0:0:0:0:1", 7, new ConnectException("refused"))
                .answers("10.0.0.1", 8)
                .answers("2001:db8:0:0:0:0:0:2", 5);
    }

    @Test
    void cancelledAtAnyMomentNothingIsLeftOpen() {
        stageARace();
        var options =
                ConnectOptions.DEFAULT.withAddressChoice(
                        AddressChoice.DEFAULT.withDelay(Duration.ofMillis(3)));
        run(
                () -> {
                    int cancelled = 0;
                    int connected = 0;
                    for (int millis = 0; millis < 20; millis++) {
                        for (int passes = 0; passes < 4; passes++) {
                            Task<Link<Greeter>> task = Asyncio.createTask(() -> connect(options));
                            Asyncio.sleep(Duration.ofMillis(millis));
                            for (int i = 0; i < passes; i++) {
                                Asyncio.sleep(Duration.ZERO);
                            }
                            task.cancel();
                            try {
                                task.await().transport().abort();
                                connected++;
                            } catch (CancelledError expected) {
                                cancelled++;
                            }
                            Asyncio.sleep(Duration.ZERO);
                            assertThat(stage.left()).as("after %s ms", millis).isEmpty();
                        }
                    }
                    assertThat(cancelled).isGreaterThan(30);
                    assertThat(connected).isGreaterThan(10);
                    assertThat(Asyncio.allTasks()).hasSize(1);
                });
    }

    @Test
    void eagerTasksRaceAsOthersDo() {
        stageARace();
        stage.fails("10.9.9.9", 0, new ConnectException("refused at once"));
        run(
                () -> {
                    var eager = TaskOptions.DEFAULT.withStart(TaskOptions.Start.EAGER);
                    List<Task<Link<Greeter>>> tasks = new ArrayList<>();
                    TaskGroup.run(
                            group -> {
                                for (int i = 0; i < 10; i++) {
                                    tasks.add(
                                            group.createTask(
                                                    eager, () -> connect(ConnectOptions.DEFAULT)));
                                }
                            });
                    assertThat(tasks).allSatisfy(each -> each.result().transport().abort());
                    Task<?> refused =
                            Asyncio.getRunningLoop()
                                    .createTask(
                                            eager,
                                            () ->
                                                    Net.createConnection(
                                                            this::greeter, "10.9.9.9", 80));
                    assertThatThrownBy(refused::await).hasMessage("refused at once");
                    Task<?> cancelled =
                            Asyncio.getRunningLoop()
                                    .createTask(eager, () -> connect(ConnectOptions.DEFAULT));
                    cancelled.cancel();
                    assertThatThrownBy(cancelled::await).isInstanceOf(CancelledError.class);
                    assertThat(stage.left()).isEmpty();
                });
    }
}
