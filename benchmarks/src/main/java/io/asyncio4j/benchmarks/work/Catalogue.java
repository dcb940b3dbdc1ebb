package io.asyncio4j.benchmarks.work;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The names of all work that is done in rounds.
 *
 * <p>Immutable.
 */
final class Catalogue {
    private static final Map<String, Work.Kind> KINDS = kinds();

    private Catalogue() {}

    private static Map<String, Work.Kind> kinds() {
        var kinds = new LinkedHashMap<String, Work.Kind>();
        kinds.put("call-soon", CallbackWork::callSoon);
        kinds.put("pass", CallbackWork::pass);
        kinds.put("timers", CallbackWork::timers);
        kinds.put("call-soon-threadsafe", CallbackWork::callSoonThreadsafe);
        kinds.put("wake-up", CallbackWork::wakeUp);
        kinds.put("switch", TaskWork::switching);
        kinds.put("create", TaskWork::create);
        kinds.put("gather", TaskWork::gathering);
        kinds.put("group", TaskWork::group);
        kinds.put("deep", TaskWork::deep);
        kinds.put("deep-tasks", TaskWork::deepTasks);
        kinds.put("cancel", TaskWork::cancel);
        kinds.put("lock", SyncWork::lock);
        kinds.put("queue", SyncWork::queue);
        kinds.put("spawn", ProcessWork::spawn);
        kinds.put("sleepers", TaskWork::sleepers);
        return kinds;
    }

    static Set<String> names() {
        return KINDS.keySet();
    }

    /**
     * The work of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Work.Kind kind(String name) {
        var kind = KINDS.get(name);
        if (kind == null) {
            throw new IllegalArgumentException(
                    "no work is called " + name + "; there are " + String.join(", ", names()));
        }
        return kind;
    }
}
