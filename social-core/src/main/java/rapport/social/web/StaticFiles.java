package rapport.social.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.util.HtmlUtils;

/**
 * Serves the app and the widget from the web-widget jar. Files whose name carries a hash never change; those with a fixed
 * name are asked for again each time. Every address below {@code /app/} that is no file is the app's own: it gets the
 * shell.
 */
@Configuration(proxyBeanMethods = false)
class StaticFiles implements WebMvcConfigurer {
    private static final CacheControl FOREVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();
    private static final String FILES = "classpath:/META-INF/resources/";

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/widget/chunks/**")
                .addResourceLocations(FILES + "widget/chunks/")
                .setCacheControl(FOREVER);
        registry.addResourceHandler("/widget/**")
                .addResourceLocations(FILES + "widget/")
                .setCacheControl(CacheControl.noCache());
        registry.addResourceHandler("/webjars/**")
                .addResourceLocations(FILES + "webjars/")
                .setCacheControl(FOREVER);
        registry.addResourceHandler("/api-docs/**")
                .addResourceLocations("classpath:/api-docs/")
                .setCacheControl(CacheControl.noCache());
    }

    @Override
    public void addCorsMappings(org.springframework.web.servlet.config.annotation.CorsRegistry registry) {
        // module scripts of another origin are fetched with CORS; the files are public
        registry.addMapping("/widget/**").allowedOrigins("*").allowedMethods("GET", "HEAD");
    }

    /** The app's shell. */
    @Controller
    static class App {
        private static final String NOT_BUILT = """
                <!doctype html><html lang="en"><meta charset="utf-8"><title>Rapport</title>
                <h1>The web app is not in this build</h1>
                <p>It was built with <code>-Dweb.skip=true</code>. Build again without it, with Node 20.19 or newer.</p>
                """;

        /** A name with an ending, at the top or in one of the two folders: everything else is an address of the app. */
        private static final Pattern FILE =
                Pattern.compile("((assets|icons)/)?[A-Za-z0-9_-][A-Za-z0-9._-]*\\.[a-z0-9]+");

        @GetMapping({"/", "/app"})
        String root() {
            return "redirect:/app/";
        }

        @GetMapping({"/api-docs", "/api-docs/"})
        String apiDocs() {
            return "redirect:/api-docs/index.html";
        }

        @GetMapping("/app/**")
        ResponseEntity<Object> shell(HttpServletRequest request) throws IOException {
            String context = request.getContextPath();
            String path = request.getRequestURI().substring((context + "/app/").length());
            if (FILE.matcher(path).matches()) {
                Resource file = new ClassPathResource("META-INF/resources/app/" + path);
                if (file.exists()) {
                    return ResponseEntity.ok()
                            .cacheControl(path.startsWith("assets/") ? FOREVER : CacheControl.noCache())
                            .contentType(type(path))
                            .body(file);
                }
                return ResponseEntity.notFound().build();
            }
            var shell = new ClassPathResource("META-INF/resources/app/index.html");
            String html = shell.exists() ? shell.getContentAsString(StandardCharsets.UTF_8) : NOT_BUILT;
            // the one tag that makes the same files work below any path and at any deep link
            html = html.replaceFirst(
                    "<base href=\"[^\"]*\"",
                    Matcher.quoteReplacement("<base href=\"" + HtmlUtils.htmlEscape(context) + "/app/\""));
            return ResponseEntity.ok()
                    .cacheControl(CacheControl.noCache())
                    .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                    .body(html);
        }

        private static MediaType type(String path) {
            if (path.endsWith(".webmanifest")) {
                return MediaType.parseMediaType("application/manifest+json");
            }
            return org.springframework.http.MediaTypeFactory.getMediaType(path)
                    .orElse(MediaType.APPLICATION_OCTET_STREAM);
        }
    }
}
