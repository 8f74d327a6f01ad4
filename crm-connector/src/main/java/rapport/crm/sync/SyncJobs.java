package rapport.crm.sync;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import rapport.crm.connection.Connection;
import rapport.crm.connection.ConnectionStates;
import rapport.crm.connection.Connections;

/** Runs each connection again and again, on one node at a time. */
@Component
public class SyncJobs {
    static final String TASK = "crm-sync";

    private final Connections connections;
    private final ConnectionStates states;
    private final ObjectProvider<SchedulerClient> scheduler;
    private final Clock clock;
    /** Connections for which news came while their run was under way here. */
    private final Set<String> again = ConcurrentHashMap.newKeySet();

    SyncJobs(Connections connections, ConnectionStates states, ObjectProvider<SchedulerClient> scheduler, Clock clock) {
        this.connections = connections;
        this.states = states;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    @Configuration(proxyBeanMethods = false)
    static class SyncTasks {
        @Bean
        Task<Void> syncTask(SyncEngine engine, SyncLeases leases, Connections connections, SyncJobs jobs) {
            leases.forgetTheDead(); // before the scheduler looks at the table
            return Tasks.custom(TASK, Void.class)
                    .onFailureReschedule(FixedDelay.of(Duration.ofSeconds(10)))
                    .execute((instance, context) -> {
                        var connection = connections.find(instance.getId());
                        if (connection.isEmpty()) {
                            return (complete, operations) -> operations.remove(); // no longer configured
                        }
                        return jobs.runOnce(engine, connection.get());
                    });
        }
    }

    private CompletionHandler<Void> runOnce(SyncEngine engine, Connection connection) {
        again.remove(connection.key());
        Instant next = engine.run(connection);
        return (complete, operations) -> {
            boolean now = again.remove(connection.key());
            Instant soon = clock.instant();
            operations.reschedule(complete, now && states.of(connection.key()).nextAt() == null ? soon : next);
        };
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        for (Connection connection : connections.all()) {
            states.of(connection.key());
            states.restarted(connection.key());
            wake(connection.key());
        }
    }

    /** There is something to do for this connection now. */
    public void wake(String connection) {
        again.add(connection);
        scheduler.ifAvailable(client -> {
            var id = TaskInstanceId.of(TASK, connection);
            var instance = new com.github.kagkarlsson.scheduler.task.TaskInstance<Void>(TASK, connection);
            if (!client.scheduleIfNotExists(instance, clock.instant())) {
                try {
                    client.reschedule(id, clock.instant());
                } catch (RuntimeException e) {
                    // It runs right now, here or on another node; here it will run again at once, there after its
                    // pause.
                }
            }
        });
    }
}
