package rapport.social.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import rapport.social.member.Member;
import rapport.social.member.MemberId;
import rapport.social.member.MemberRole;
import rapport.social.member.SessionKind;
import rapport.social.member.Viewer;

class LiveConnectionTest {
    private static final Viewer ANN = new Viewer(
            new Member(new MemberId(1), "Ann Berg", null, null, null, "en", MemberRole.MEMBER, true),
            SessionKind.APP,
            "hash");

    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    /** A page that takes nothing until it is told to. */
    private static final class SlowPage extends SseEmitter {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch reads = new CountDownLatch(1);
        private final List<String> received = new CopyOnWriteArrayList<>();
        private volatile boolean completed;
        private volatile boolean gone;

        @Override
        public void send(SseEventBuilder event) throws IOException {
            reached.countDown();
            try {
                reads.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (gone) {
                throw new IOException("broken pipe");
            }
            var text = new StringBuilder();
            event.build().forEach(part -> text.append(part.getData()));
            received.add(text.toString().strip());
        }

        @Override
        public synchronized void complete() {
            completed = true;
        }
    }

    @Test
    void keepsTheOrderOfEvents() {
        var page = new SlowPage();
        page.reads.countDown();
        var connection = new LiveConnection(ANN, page, 100, executor);
        for (int i = 0; i < 50; i++) {
            connection.send("change", "{\"post\":\"" + i + "\"}");
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> page.received.size() == 50);
        for (int i = 0; i < 50; i++) {
            assertThat(page.received.get(i)).isEqualTo("event:change\ndata:{\"post\":\"" + i + "\"}");
        }
        assertThat(connection.isCut()).isFalse();
    }

    @Test
    void cutsAPageThatIsTooSlowWithoutWaitingForIt() throws InterruptedException {
        var slow = new SlowPage();
        var connection = new LiveConnection(ANN, slow, 16, executor);
        connection.send("change", "{}");
        slow.reached.await();
        for (int i = 0; i < 100; i++) {
            connection.send("change", "{}");
        }
        assertThat(connection.isCut()).isTrue();
        assertThat(slow.completed).isFalse();
        slow.reads.countDown();
        await().atMost(Duration.ofSeconds(10)).until(() -> slow.completed);
        assertThat(slow.received).hasSize(1);
        connection.send("change", "{}");
        assertThat(slow.received).hasSize(1);
    }

    @Test
    void endsWithAPageThatIsGone() {
        var gone = new SlowPage();
        gone.gone = true;
        gone.reads.countDown();
        var connection = new LiveConnection(ANN, gone, 16, executor);
        connection.beat();
        await().atMost(Duration.ofSeconds(10)).until(connection::isCut);
        await().atMost(Duration.ofSeconds(10)).until(() -> gone.completed);
    }

    @Test
    void endsAnIdlePageAtOnce() {
        var idle = new SlowPage();
        idle.reads.countDown();
        var connection = new LiveConnection(ANN, idle, 16, executor);
        connection.cut();
        connection.cut();
        await().atMost(Duration.ofSeconds(10)).until(() -> idle.completed);
        assertThat(idle.received).isEmpty();
    }
}
