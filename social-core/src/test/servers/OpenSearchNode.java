import org.codelibs.opensearch.runner.OpenSearchRunner;
import org.opensearch.http.HttpServerTransport;

/** One OpenSearch node on loopback, below the folder given. It says where it listens and ends with its standard input. */
public class OpenSearchNode {
    public static void main(String[] arguments) throws Exception {
        var runner = new OpenSearchRunner();
        runner.onBuild((number, settings) -> settings.put("discovery.type", "single-node")
                .put("network.host", "127.0.0.1")
                .put("http.port", "0")
                .put("transport.port", "0")
                .put("cluster.routing.allocation.disk.threshold_enabled", "false")
                .put("node.processors", "1"));
        runner.build(OpenSearchRunner.newConfigs()
                .basePath(arguments[0])
                .clusterName("tests-of-rapport")
                .numOfNode(1)
                .disableESLogger());
        var http = runner.node().injector().getInstance(HttpServerTransport.class);
        System.out.println("listens on port " + http.boundAddress().publishAddress().getPort() + ";");
        while (System.in.read() >= 0) {
            // until whoever started it is gone
        }
        Runtime.getRuntime().halt(0);
    }
}
