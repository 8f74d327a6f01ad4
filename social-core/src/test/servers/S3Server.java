import java.io.IOException;
import org.springframework.boot.loader.launch.JarLauncher;

/** A storage that speaks S3, on loopback with its files below the folder given. It says where it listens and ends with its standard input. */
public class S3Server {
    public static void main(String[] arguments) throws Exception {
        var watch = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    // until whoever started it is gone
                }
            } catch (IOException e) {
                // gone too
            }
            Runtime.getRuntime().halt(0);
        });
        watch.setDaemon(true);
        watch.start();
        JarLauncher.main(new String[] {
            "--server.port=0",
            "--com.adobe.testing.s3mock.http-port=0",
            "--http.port=0",
            "--server.address=127.0.0.1",
            "--com.adobe.testing.s3mock.store.root=" + arguments[0],
            "--spring.main.banner-mode=off"
        });
    }
}
