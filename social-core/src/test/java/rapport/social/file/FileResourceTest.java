package rapport.social.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.space.SpaceVisibility;
import rapport.social.space.Spaces;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.MovableClock;

@DatabaseTest
class FileResourceTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    UploadedFiles files;

    @Autowired
    FileLeftovers leftovers;

    @Autowired
    Spaces spaces;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    MovableClock clock;

    private static byte[] image(String format, int width, int height) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(Color.ORANGE);
        graphics.fillRect(0, 0, width / 2, height);
        graphics.dispose();
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }

    /** A JPEG as a phone held upright writes it: lying on its side, with orientation 6 in its EXIF part. */
    private static byte[] sidewaysJpeg(int width, int height) throws IOException {
        byte[] plain = image("jpeg", width, height);
        byte[] exif = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            0x01,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            6,
            0,
            0,
            0,
            0,
            0,
            0
        };
        var out = new ByteArrayOutputStream();
        out.write(plain, 0, 2);
        out.write(exif);
        out.write(plain, 2, plain.length - 2);
        return out.toByteArray();
    }

    private StoredFile upload(Fixtures.Person person, String name, byte[] content) {
        return files.upload(person.id(), name, null, new ByteArrayInputStream(content));
    }

    private static HttpResponse<byte[]> bytes(Fixtures.Person person, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(person.api().base() + "/api/v1" + path))
                .header("Authorization", "Bearer " + person.api().bearer())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private void attach(Fixtures.Person person, SubjectId subject, StoredFile file) {
        String post = person.api()
                .post("/posts", Map.of("subjectId", subject.toString(), "body", "See the file"))
                .expect(201)
                .at("/id");
        files.attach(person.id(), List.of(file.id()), Long.parseLong(post), Long.parseLong(post));
    }

    @Test
    void takesTheTypeFromTheContentAndNotFromTheName() {
        var ann = fixtures.person("Ann Berg");
        var answer = ann.api()
                .with("Content-Type", "image/png")
                .post("/files?name=..%2F..%2Fphoto.png", "%PDF-1.7\n%âãÏÓ\n1 0 obj")
                .expect(201);
        assertThat(answer.at("/mediaType")).isEqualTo("application/pdf");
        assertThat(answer.at("/name")).isEqualTo("photo.png");
        assertThat(answer.json().has("width")).isFalse();
    }

    @Test
    void servesAFileOnlyToWhoMaySeeItsPost() throws Exception {
        var ann = fixtures.person("Ann Berg", "team-files");
        var eve = fixtures.person("Eve Stranger");
        SubjectId secret = fixtures.restrictedAccount("Secret Foods", null, "team-files");
        var file = upload(ann, "plan.txt", "Cold room plan".getBytes(StandardCharsets.UTF_8));

        eve.api().get("/files/" + file.id()).expect(404);
        attach(ann, secret, file);
        assertThat(bytes(ann, "/files/" + file.id() + "/content").body())
                .isEqualTo("Cold room plan".getBytes(StandardCharsets.UTF_8));
        assertThat(bytes(eve, "/files/" + file.id() + "/content").statusCode()).isEqualTo(404);
        assertThat(ann.api()
                        .get("/records/" + secret + "/files")
                        .expect(200)
                        .json()
                        .at("/items")
                        .size())
                .isEqualTo(1);
        assertThat(eve.api()
                        .get("/records/" + secret + "/files")
                        .expect(200)
                        .json()
                        .at("/items")
                        .size())
                .isZero();

        fixtures.moveToTeams(ann);
        ann.api().get("/files/" + file.id()).expect(404);
    }

    @Test
    void sendsTheBytesOnceToWhoKeepsThemAndAsksForTheRightEachTime() throws Exception {
        var ann = fixtures.person("Ann Berg", "team-files");
        var file = upload(ann, "plan.txt", "Cold room plan".getBytes(StandardCharsets.UTF_8));
        attach(ann, fixtures.restrictedAccount("Secret Foods", null, "team-files"), file);
        String path = "/files/" + file.id() + "/content";
        String tag = bytes(ann, path).headers().firstValue("ETag").orElseThrow();
        var again = ann.api().with("If-None-Match", tag).get(path).expect(304);
        assertThat(again.header("Cache-Control")).contains("no-cache");
        assertThat(again.header("ETag")).isEqualTo(tag);
        ann.api().with("If-None-Match", "\"other\"").get(path).expect(200);
        fixtures.moveToTeams(ann);
        ann.api().with("If-None-Match", tag).get(path).expect(404);
    }

    @Test
    void saysHowABrowserMayShowIt() throws Exception {
        var ann = fixtures.person("Ann Berg");
        var page =
                upload(ann, "page é.html", "<html><script>alert(1)</script></html>".getBytes(StandardCharsets.UTF_8));
        var answer = bytes(ann, "/files/" + page.id() + "/content");
        assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                .startsWith("attachment");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("sandbox");
        assertThat(answer.headers().firstValue("X-Content-Type-Options").orElse(""))
                .isEqualTo("nosniff");
    }

    @Test
    void standsAPhonesPictureUprightAndForgetsWhereItWasTaken() throws Exception {
        var ann = fixtures.person("Ann Berg");
        byte[] sideways = sidewaysJpeg(400, 200);
        var file = upload(ann, "visit.jpg", sideways);
        assertThat(file.width()).isEqualTo(200);
        assertThat(file.height()).isEqualTo(400);
        byte[] stored = bytes(ann, "/files/" + file.id() + "/content").body();
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("Exif");
    }

    @Test
    void makesSmallerSizesOfAnImage() throws Exception {
        var ann = fixtures.person("Ann Berg");
        for (String format : List.of("png", "jpeg", "gif")) {
            var file = upload(ann, "wide." + format, image(format, 1000, 500));
            var small = bytes(ann, "/files/" + file.id() + "/content?size=320");
            assertThat(small.statusCode()).isEqualTo(200);
            var read = ImageIO.read(new ByteArrayInputStream(small.body()));
            assertThat(read.getWidth()).isEqualTo(320);
            assertThat(read.getHeight()).isEqualTo(160);
            assertThat(bytes(ann, "/files/" + file.id() + "/content?size=321").statusCode())
                    .isEqualTo(404);
        }
        var text = upload(ann, "a.txt", "words".getBytes(StandardCharsets.UTF_8));
        assertThat(bytes(ann, "/files/" + text.id() + "/content?size=320").statusCode())
                .isEqualTo(404);
    }

    @Test
    void refusesProgramsEmptyFilesAndImagesThatUnpackToTooMuch() throws Exception {
        var ann = fixtures.person("Ann Berg");
        assertThatThrownBy(() -> upload(
                        ann, "a.pdf", new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 62, 0
                        }))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("file-type-refused");
        ann.api()
                .with("Content-Type", "application/pdf")
                .post("/files?name=a.pdf", null)
                .expect(400);
        ann.api()
                .with("Content-Type", "application/pdf")
                .post("/files?name=%20", "x")
                .expect(400);
        byte[] huge = image("png", 10, 10);
        huge[16] = 0;
        huge[17] = 1;
        huge[18] = 0;
        huge[19] = 0;
        huge[20] = 0;
        huge[21] = 1;
        assertThatThrownBy(() -> upload(ann, "bomb.png", huge)).hasMessageContaining("image-too-large");
    }

    @Test
    void attachesOnlyOnesOwnUploadsAndThoseOnlyOnce() {
        var ann = fixtures.person("Ann Berg");
        var ben = fixtures.person("Ben Okafor");
        var file = upload(ann, "a.txt", "words".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> files.attach(ben.id(), List.of(file.id()), 1, 1))
                .isInstanceOf(Problem.class);
        files.attach(ann.id(), List.of(file.id()), 1, 1);
        files.attach(ann.id(), List.of(file.id()), 1, 1);
        assertThatThrownBy(() -> files.attach(ann.id(), List.of(file.id()), 2, 2))
                .isInstanceOf(Problem.class);
    }

    @Test
    void forgetsUploadsWhosePostNeverCame() {
        var ann = fixtures.person("Ann Berg");
        var file = upload(ann, "a.txt", "words".getBytes(StandardCharsets.UTF_8));
        try {
            clock.forward(Duration.ofDays(3));
            files.deleteUnattached();
        } finally {
            clock.reset();
        }
        ann.api().get("/files/" + file.id()).expect(404);
    }

    @Test
    void listsTheFilesOfASpaceAndOfAMemberForThoseWhoMaySeeThem() {
        var ann = fixtures.person("Ann Berg");
        var ben = fixtures.person("Ben Roux");
        var space = spaces.create(ann.id(), "Cold chain", null, SpaceVisibility.PRIVATE, false)
                .id();
        var acme = fixtures.account("Acme");
        for (SubjectId place : List.of(space, acme)) {
            var file = files.upload(
                    ann.id(),
                    "of-" + place + ".txt",
                    null,
                    new ByteArrayInputStream("words".getBytes(StandardCharsets.UTF_8)));
            ann.api()
                    .post("/posts", Map.of("subjectId", place, "body", "See this", "fileIds", List.of(file.id())))
                    .expect(201);
        }
        files.upload(ann.id(), "unsent.txt", null, new ByteArrayInputStream("words".getBytes(StandardCharsets.UTF_8)));
        assertThat(ann.api().get("/spaces/" + space + "/files").expect(200).at("/items/0/name"))
                .isEqualTo("of-" + space + ".txt");
        assertThat(ben.api()
                        .get("/spaces/" + space + "/files")
                        .expect(200)
                        .json()
                        .at("/items")
                        .size())
                .isZero();
        var own = ann.api().get("/members/" + ann.id() + "/files?limit=1").expect(200);
        assertThat(own.at("/items/0/name")).isEqualTo("of-" + acme + ".txt");
        var next = ann.api()
                .get("/members/" + ann.id() + "/files?limit=1&pageToken=" + own.at("/nextPageToken"))
                .expect(200);
        assertThat(next.at("/items/0/name")).isEqualTo("of-" + space + ".txt");
        assertThat(next.json().has("nextPageToken")).isFalse();
        var bens = ben.api().get("/members/" + ann.id() + "/files").expect(200);
        assertThat(bens.json().at("/items").size()).isEqualTo(1);
        assertThat(bens.at("/items/0/name")).isEqualTo("of-" + acme + ".txt");
        ann.api().get("/members/" + ann.id() + "/files?limit=0").expect(400);
    }

    @Test
    void keepsNoBytesOfAnUploadThatFails() {
        var ann = fixtures.person("Ann Berg");
        long next = jdbc.sql("select nextval('activity_seq')").query(Long.class).single() + 1;
        jdbc.sql(
                        "insert into file (id, owner_id, name, media_type, size, sha256, created_at) values (:id, 0, 'taken', 'x', 0, '', current_timestamp)")
                .param("id", next)
                .update();
        assertThatThrownBy(() -> files.upload(
                        ann.id(), "a.txt", null, new ByteArrayInputStream("words".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(DataIntegrityViolationException.class);
        var bytes = Path.of("target/test-data/files", Long.toString(next / 1_000), next + ".original");
        jdbc.sql("delete from file where id = :id").param("id", next).update();
        leftovers.delete();
        assertThat(bytes).exists(); // an upload may still be under way
        clock.forward(Duration.ofHours(2));
        leftovers.delete();
        clock.reset();
        assertThat(bytes).doesNotExist();
        assertThat(jdbc.sql("select count(*) from file_leftover where file_id = :id")
                        .param("id", next)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void isDescribedByItsUploaderBeforeAndAfterItIsAttached() {
        var ann = fixtures.person("Ann Berg");
        var ben = fixtures.person("Ben Roux");
        String file = ann.api()
                .with("Content-Type", "application/octet-stream")
                .post("/files?name=room.txt", "Cold room")
                .expect(201)
                .at("/id");
        assertThat(ann.api()
                        .patch("/files/" + file, Map.of("description", " The ramp "))
                        .expect(200)
                        .at("/description"))
                .isEqualTo("The ramp");
        ben.api().patch("/files/" + file, Map.of("description", "Mine")).expect(404);
        String post = ann.api()
                .post("/posts", Map.of("fileIds", List.of(file)))
                .expect(201)
                .at("/id");
        ann.api()
                .patch("/files/" + file, Map.of("description", "The loading ramp"))
                .expect(200);
        assertThat(ben.api().get("/posts/" + post).at("/files/0/description")).isEqualTo("The loading ramp");
        ben.api().patch("/files/" + file, Map.of("description", "Mine")).expect(403);
        var tooLong = ann.api()
                .patch("/files/" + file, Map.of("description", "x".repeat(501)))
                .expect(400);
        assertThat(tooLong.at("/type")).isEqualTo("/problems/too-long");
        assertThat(tooLong.at("/field")).isEqualTo("description");
        ann.api().patch("/files/" + file, "{\"description\":\"\\ud800\"}").expect(400);
        assertThat(ben.api().get("/files/" + file).at("/description")).isEqualTo("The loading ramp");
        assertThat(ann.api()
                        .patch("/files/" + file, "{\"description\":null}")
                        .expect(200)
                        .json()
                        .has("description"))
                .isFalse();
    }

    @Test
    void refusesMoreThanOneMemberMayKeepAltogether() {
        var ann = fixtures.person("Ann Berg");
        jdbc.sql("""
                        insert into file (id, owner_id, name, media_type, size, sha256, created_at)
                        values (-1, :owner, 'films.zip', 'application/zip', :size, 'x', current_timestamp)
                        """)
                .param("owner", ann.id().value())
                .param("size", 10L * 1024 * 1024 * 1024 - 4)
                .update();
        try {
            var plain = ann.api().with("Content-Type", "application/octet-stream");
            plain.post("/files?name=four.txt", "four").expect(201);
            var refused = plain.post("/files?name=five.txt", "f").expect(413);
            assertThat(refused.at("/type")).isEqualTo("/problems/upload-quota");
            assertThat(refused.at("/limit")).isEqualTo("10737418240");
            assertThat(refused.at("/title")).isNotEqualTo("upload-quota");
            fixtures.person("Ben Roux")
                    .api()
                    .with("Content-Type", "application/octet-stream")
                    .post("/files?name=five.txt", "five!")
                    .expect(201);
        } finally {
            jdbc.sql("delete from file where id = -1").update();
        }
    }
}
