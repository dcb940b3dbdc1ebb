package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;

/** A failure that nobody sees is reported one full pass later, once, never by luck. */
final class UnobservedFailureTest {
    private final EventLoop loop = Virtually.loop();
    private final Reports reports = new Reports();
    private final IOException failure = new IOException("unseen");

    @BeforeEach
    void keepReports() {
        loop.setExceptionHandler(reports);
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private void runPass() {
        loop.stop();
        loop.runForever();
    }

    private void runPasses(int passes) {
        for (int pass = 0; pass < passes; pass++) {
            runPass();
        }
    }

    private Task<?> failingTask() {
        return loop.createTask(
                () -> {
                    throw failure;
                });
    }

    @Test
    void aTaskThatFailsUnseenIsReportedAfterOneFullPassOnce() {
        Task<?> task = failingTask();
        runPass(); // it fails
        reports.assertNone();
        runPass(); // somebody might come
        assertThat(reports.only().exception()).containsSame(failure);
        assertThat(reports.only().message())
                .contains("Task exception was never retrieved")
                .contains(task.toString());
        assertThat(reports.only().details()).containsEntry("future", task);
        runPasses(5);
        assertThat(reports.all()).hasSize(1);
    }

    @Test
    void aPromiseThatFailsUnseenIsReportedLikewise() {
        Promise<String> promise = loop.createFuture();
        loop.callSoon(() -> promise.setException(failure));
        runPass();
        reports.assertNone();
        runPass();
        assertThat(reports.only().message()).startsWith("Future exception was never retrieved");
        assertThat(reports.only().details()).containsEntry("future", promise);
    }

    @Test
    void aLoopWithNothingElseToDoReportsAsSoon() {
        failingTask();
        loop.callLater(Duration.ofHours(1), loop::stop);
        loop.callLater(
                Duration.ofNanos(1), () -> assertThat(reports.all()).as("by then").hasSize(1));
        loop.runForever();
        assertThat(reports.failures()).containsExactly(failure);
    }

    @Test
    void somebodyMayComeWithinThePass() {
        Task<?> task = failingTask();
        runPass();
        loop.createTask(() -> assertThatThrownBy(() -> task.await()).isSameAs(failure));
        runPasses(5);
        reports.assertNone();
    }

    @Test
    void askingForTheExceptionOrTheResultIsSeeing() {
        Task<?> asked = failingTask();
        Task<?> taken = failingTask();
        runPass();
        assertThat(asked.exception()).containsSame(failure);
        assertThatThrownBy(taken::result).isSameAs(failure);
        runPasses(5);
        reports.assertNone();
    }

    @Test
    void askingWhetherItIsDoneIsNotSeeing() {
        Task<?> task = failingTask();
        runPass();
        assertThat(task.isDone()).isTrue();
        assertThat(task.isCancelled()).isFalse();
        assertThat(task.toString()).contains("unseen");
        runPass();
        assertThat(reports.failures()).containsExactly(failure);
    }

    @Test
    void aCallbackIsSeeingEvenIfItComesLate() {
        failingTask().addDoneCallback(done -> {});
        Task<?> late = failingTask();
        runPass();
        late.addDoneCallback(done -> {});
        runPasses(5);
        reports.assertNone();
    }

    @Test
    void aCallbackThatWasTakenBackIsNotSeeing() {
        Task<?> task = failingTask();
        java.util.function.Consumer<Future<?>> callback = done -> {};
        task.addDoneCallback(callback);
        task.removeDoneCallback(callback);
        runPasses(2);
        assertThat(reports.failures()).containsExactly(failure);
    }

    @Test
    void aWaiterThatWasCancelledBeforeTheFailureIsNotSeeing() {
        Virtually.run(() -> {});
        Reports told =
                Virtually.runReporting(
                        () -> {
                            Promise<String> promise = getRunningLoop().createFuture();
                            Task<?> waiter = createTask(() -> Asyncio.shield(promise).await());
                            sleep(Duration.ZERO);
                            waiter.cancel();
                            sleep(Duration.ZERO);
                            promise.setException(failure);
                            sleep(Duration.ofSeconds(1));
                        });
        assertThat(told.failures()).containsExactly(failure);
    }

    @Test
    void aCancellationIsNoFailure() {
        Task<?> cancelled = loop.createTask(() -> sleep(Duration.ofHours(1)));
        Task<?> throwing =
                loop.createTask(
                        () -> {
                            throw new CancelledError();
                        });
        loop.<String>createFuture().cancel();
        runPass();
        cancelled.cancel();
        runPasses(5);
        assertThat(throwing.isCancelled()).isTrue();
        reports.assertNone();
    }

    @Test
    void whatIsUnseenAtTheCloseIsReportedThen() {
        failingTask();
        runPass();
        reports.assertNone();
        loop.close();
        assertThat(reports.failures()).containsExactly(failure);
    }

    @Test
    void whatFailsAfterTheCloseIsReportedAtOnce() {
        Promise<String> promise = loop.createFuture();
        loop.close();
        promise.setException(failure);
        assertThat(reports.failures()).containsExactly(failure);
    }

    @Test
    void manyFailuresAreReportedInTheirOrder() {
        for (int i = 0; i < 3; i++) {
            Promise<String> promise = loop.createFuture();
            promise.setException(new IOException("number " + i));
        }
        runPasses(3);
        assertThat(reports.failures())
                .extracting(Throwable::getMessage)
                .containsExactly("number 0", "number 1", "number 2");
    }

    @Test
    void tasksThatAreLeftAtTheCloseAreNamed() {
        Task<?> waiting =
                loop.createTask(TaskOptions.named("left"), () -> sleep(Duration.ofHours(1)));
        runPass();
        loop.close();
        assertThat(reports.only().message())
                .startsWith("Task was destroyed but it is pending")
                .contains("Task[left, waiting, awaiting sleep]");
        assertThat(reports.only().details()).containsEntry("task", waiting);
        assertThat(loop.allTasks()).isEmpty();
    }

    @Test
    void theMainTaskOfTheProgramIsAlwaysSeen() {
        assertThatThrownBy(() -> loop.runUntilComplete(failingTask())).isSameAs(failure);
        runPasses(5);
        reports.assertNone();
    }
}
