package rapport.samples.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rapport.samples.crm.SmallCompany.HTTP;
import static rapport.samples.crm.SmallCompany.JSON;
import static rapport.samples.crm.SmallCompany.call;
import static rapport.samples.crm.SmallCompany.get;
import static rapport.samples.crm.SmallCompany.ids;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rapport.samples.crm.data.EntityType;
import tools.jackson.databind.JsonNode;

class CrmFaultsTest {
    private SampleCrm crm;

    @BeforeEach
    void start() throws Exception {
        crm = SampleCrm.start(SmallCompany.settings());
    }

    @AfterEach
    void stop() {
        crm.close();
    }

    private JsonNode set(Map<String, ?> faults) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(crm.address() + "/sample/faults"))
                .PUT(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(faults)))
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @Test
    void answersEveryThirdRequestWith503() throws Exception {
        set(Map.of("status503Every", 3));
        List<Integer> seen = new java.util.ArrayList<>();
        for (int i = 0; i < 6; i++) {
            seen.add(call(crm, "GET", "/Account", null).statusCode());
        }
        assertThat(seen).containsExactly(200, 200, 503, 200, 200, 503);
    }

    @Test
    void breaksOffInTheMiddleOfABody() throws Exception {
        set(Map.of("cutEvery", 1));
        assertThatThrownBy(() -> call(crm, "GET", "/Account", null)).isInstanceOf(IOException.class);
    }

    @Test
    void hangsUpWhileItIsDownAndComesBack() throws Exception {
        set(Map.of("down", true));
        assertThatThrownBy(() -> call(crm, "GET", "/Account", null)).isInstanceOf(IOException.class);
        set(Map.of("down", false));
        assertThat(call(crm, "GET", "/Account", null).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesEveryKeyWhenTold() throws Exception {
        set(Map.of("wrongKey", true));
        assertThat(call(crm, "GET", "/Account", null).statusCode()).isEqualTo(401);
    }

    @Test
    void repeatsRowsAcrossPagesAndStillLosesNone() throws Exception {
        for (int i = 0; i < 100; i++) {
            crm.data().create(EntityType.ACCOUNT, Map.of("name", "Many " + i), SmallCompany.ANN);
        }
        set(Map.of("overlappingPages", true));
        Set<String> seen = new TreeSet<>();
        int read = 0;
        for (int offset = 0; ; offset += 20) {
            List<String> page = ids(get(crm, "/Account?orderBy=modifiedAt&order=asc&maxSize=20&offset=" + offset));
            seen.addAll(page);
            read += page.size();
            if (offset > 120) {
                break;
            }
        }
        assertThat(seen).hasSize(103);
        assertThat(read).isGreaterThan(103);
    }

    @Test
    void refusesFaultsThatMakeNoSense() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(crm.address() + "/sample/faults"))
                .PUT(HttpRequest.BodyPublishers.ofString("{\"slowMillis\":-1}"))
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("slowMillis");
    }
}
