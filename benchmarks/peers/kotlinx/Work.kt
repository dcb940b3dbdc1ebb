import io.asyncio4j.benchmarks.peer.Rounds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.yield
import kotlin.random.Random
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.microseconds

/** A piece of work: with so many coroutines, so many times over; answers the number of operations. */
typealias Work = suspend CoroutineScope.(size: Int, times: Long) -> Long

/** What kotlinx.coroutines does on one thread, the event loop of runBlocking. */
fun main(args: Array<String>) {
    val name = args[0]
    when {
        name == "list" -> println((works.keys + listOf("switch", "sleepers", "memory")).joinToString("\n"))
        name == "switch" -> switching(args[1].toInt())
        name == "sleepers" -> sleepers(args[1].toInt())
        else -> {
            val work = works.getValue(name)
            val size = args[1].toInt()
            Rounds.serve { times -> runBlocking { work(size, times) } }
        }
    }
}

/** The others take turns all the time, so the rounds run inside of one runBlocking. */
private fun switching(size: Int) = runBlocking {
    repeat(size - 1) { launch { while (true) yield() } }
    val rounds = Rounds.open("ready")
    while (rounds.next()) {
        repeat(rounds.times().toInt()) { yield() }
        rounds.done(rounds.times() * size)
    }
    System.exit(0)
}

private fun sleepers(size: Int) = runBlocking {
    val rounds = Rounds.open("ready")
    while (rounds.next()) {
        val count = rounds.times() * size
        repeat(count.toInt()) { launch { delay(1.hours) } }
        yield()
        rounds.done(count)
    }
    System.exit(0)
}

private val works: Map<String, Work> = mapOf(
    "timers" to { size, times ->
        val random = Random(size)
        val delays = List(size) { random.nextInt(50_000).microseconds }
        repeat(times.toInt()) {
            val timers = delays.map { launch { delay(it) } }
            yield() // A timer is a coroutine here. It has to have its first turn, for only then is the timer set.
            timers.filterIndexed { k, _ -> k % 2 == 1 }.forEach { it.cancel() }
            timers.joinAll()
        }
        times * size
    },
    "create" to { size, times ->
        repeat(times.toInt()) {
            repeat(size - 1) { launch { } }
            launch { }.join()
        }
        times * size
    },
    "gather" to { size, times ->
        repeat(times.toInt()) { List(size) { async { } }.awaitAll() }
        times * size
    },
    "group" to { size, times ->
        repeat(times.toInt()) { coroutineScope { repeat(size) { launch { } } } }
        times * size
    },
    "deep" to { size, times ->
        repeat(times.toInt()) { descend(size) }
        times
    },
    "cancel" to { size, times ->
        repeat(times.toInt()) {
            val sleepers = List(size) { launch { delay(1.hours) } }
            yield()
            sleepers.forEach { it.cancel() }
            sleepers.joinAll()
        }
        times * size
    },
    "lock" to { size, times ->
        val mutex = Mutex()
        coroutineScope {
            repeat(size) { launch { repeat(times.toInt()) { mutex.withLock { yield() } } } }
        }
        times * size
    },
    "queue" to { size, times ->
        val items = Channel<Int>(size)
        launch { repeat((times * size).toInt()) { items.send(1) } }
        repeat((times * size).toInt()) { items.receive() }
        times * size
    },
)

private suspend fun descend(depth: Int): Int {
    if (depth > 1) return descend(depth - 1) + 1
    yield()
    return 1
}
