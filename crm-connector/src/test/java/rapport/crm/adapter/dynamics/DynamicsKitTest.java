package rapport.crm.adapter.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The parts of the solution that an admin packs and imports fit together. */
class DynamicsKitTest {
    private static final Path KIT = Path.of("../samples/embed/dynamics");

    private static Document read(String file) throws Exception {
        var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        return builder.parse(KIT.resolve(file).toFile());
    }

    private static String text(Document document, String tag) {
        return document.getElementsByTagName(tag).item(0).getTextContent();
    }

    @Test
    void holdsEachWebResourceThatTheSolutionNames() throws Exception {
        Document solution = read("Other/Solution.xml");
        String prefix = text(solution, "CustomizationPrefix") + "_";
        assertThat(text(solution, "Managed")).isEqualTo("0");
        var named = new TreeSet<String>();
        var components = solution.getElementsByTagName("RootComponent");
        for (int i = 0; i < components.getLength(); i++) {
            Element component = (Element) components.item(i);
            assertThat(component.getAttribute("type")).isEqualTo("61");
            named.add(component.getAttribute("schemaName"));
        }
        assertThat(named).containsExactly("rapport_feed.html", "rapport_feed.js");
        assertThat(named).allMatch(name -> name.startsWith(prefix));
        var ids = new TreeSet<String>();
        for (String name : named) {
            Document resource = read("WebResources/" + name + ".data.xml");
            String id = text(resource, "WebResourceId");
            assertThat(id).matches("\\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}}");
            ids.add(id);
            assertThat(text(resource, "Name")).isEqualTo(name);
            assertThat(text(resource, "WebResourceType")).isEqualTo(name.endsWith(".js") ? "3" : "1");
            assertThat(text(resource, "FileName")).startsWith("/WebResources/rapport_feed");
            assertThat(KIT.resolve("WebResources/" + name)).isNotEmptyFile();
        }
        assertThat(ids).hasSameSizeAs(named);
        String page = Files.readString(KIT.resolve("WebResources/rapport_feed.html"));
        assertThat(page).contains("src=\"rapport_feed.js\""); // they lie side by side there too
    }

    @Test
    void knowsEachTypeThatIsMirrored() throws Exception {
        String script = Files.readString(KIT.resolve("WebResources/rapport_feed.js"));
        for (DynamicsTable table : DynamicsTable.STANDARD) {
            String entry = table.logicalName() + ": '" + table.type().name() + "'";
            assertThat(script).contains(entry);
        }
    }
}
