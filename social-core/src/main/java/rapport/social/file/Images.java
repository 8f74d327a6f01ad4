package rapport.social.file;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;
import rapport.social.shared.Problem;

/** Reads, turns and shrinks images with what the JDK knows: JPEG, PNG and GIF. */
final class Images {
    static final Set<String> TYPES = Set.of("image/jpeg", "image/png", "image/gif");

    private Images() {}

    record Size(int width, int height) {}

    /**
     * The size of an image, read from its head: nothing is unpacked.
     *
     * @return null if it is no image that can be read
     * @throws Problem if it would unpack to too many pixels
     */
    static @Nullable Size size(Path file, long maxPixels) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = in == null ? null : ImageIO.getImageReaders(in);
            if (readers == null || !readers.hasNext()) {
                return null;
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                int width = reader.getWidth(0);
                int height = reader.getHeight(0);
                if ((long) width * height > maxPixels) {
                    throw new Problem(400, "image-too-large", "file", width + "x" + height, maxPixels);
                }
                return new Size(width, height);
            } catch (IOException | RuntimeException broken) {
                if (broken instanceof Problem problem) {
                    throw problem;
                }
                return null;
            } finally {
                reader.dispose();
            }
        }
    }

    /**
     * Writes a JPEG anew, upright and without what the camera wrote beside the picture: place, device, owner. Null if it can't be
     * unpacked.
     */
    static @Nullable Size cleanJpeg(Path from, Path to) throws IOException {
        BufferedImage image = read(from, 1);
        if (image == null) {
            return null;
        }
        BufferedImage upright = turned(image, orientation(from));
        writeJpeg(upright, to, 0.92f);
        return new Size(upright.getWidth(), upright.getHeight());
    }

    /** Shrinks an image so that neither side is longer than {@code box}; PNG and GIF keep their transparency as PNG. */
    static boolean shrink(Path from, Path to, int box, boolean jpeg) throws IOException {
        Size size = size(from, Long.MAX_VALUE);
        if (size == null) {
            return false;
        }
        int step = Math.max(1, Math.max(size.width(), size.height()) / (box * 2));
        BufferedImage image = read(from, step);
        if (image == null) {
            return false;
        }
        double scale = Math.min(1.0, (double) box / Math.max(image.getWidth(), image.getHeight()));
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        var small = new BufferedImage(width, height, jpeg ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
        if (jpeg) {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, width, height);
        }
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        if (jpeg) {
            writeJpeg(small, to, 0.85f);
        } else {
            ImageIO.write(small, "png", to.toFile());
        }
        return true;
    }

    private static @Nullable BufferedImage read(Path file, int step) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return null;
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                var parameters = reader.getDefaultReadParam();
                parameters.setSourceSubsampling(step, step, 0, 0);
                return reader.read(0, parameters);
            } catch (IOException | RuntimeException broken) {
                return null;
            } finally {
                reader.dispose();
            }
        }
    }

    private static void writeJpeg(BufferedImage image, Path to, float quality) throws IOException {
        BufferedImage opaque = image;
        if (image.getType() != BufferedImage.TYPE_INT_RGB && image.getType() != BufferedImage.TYPE_3BYTE_BGR) {
            opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = opaque.createGraphics();
            graphics.drawImage(image, 0, 0, Color.WHITE, null);
            graphics.dispose();
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(quality);
        try (OutputStream out = Files.newOutputStream(to);
                var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(opaque, null, null), parameters);
        } finally {
            writer.dispose();
        }
    }

    private static BufferedImage turned(BufferedImage image, int orientation) {
        if (orientation < 2 || orientation > 8) {
            return image;
        }
        int width = image.getWidth();
        int height = image.getHeight();
        var transform = new AffineTransform();
        switch (orientation) {
            case 2 -> {
                transform.scale(-1, 1);
                transform.translate(-width, 0);
            }
            case 3 -> {
                transform.translate(width, height);
                transform.rotate(Math.PI);
            }
            case 4 -> {
                transform.scale(1, -1);
                transform.translate(0, -height);
            }
            case 5 -> {
                transform.rotate(-Math.PI / 2);
                transform.scale(-1, 1);
            }
            case 6 -> {
                transform.translate(height, 0);
                transform.rotate(Math.PI / 2);
            }
            case 7 -> {
                transform.scale(-1, 1);
                transform.translate(-height, 0);
                transform.translate(0, width);
                transform.rotate(3 * Math.PI / 2);
            }
            default -> {
                transform.translate(0, width);
                transform.rotate(3 * Math.PI / 2);
            }
        }
        boolean sideways = orientation >= 5;
        var turned =
                new BufferedImage(sideways ? height : width, sideways ? width : height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = turned.createGraphics();
        graphics.drawImage(image, transform, null);
        graphics.dispose();
        return turned;
    }

    /** The EXIF orientation of a JPEG, 1 (upright) when there is none. */
    static int orientation(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(128 * 1024);
        }
        int at = 2;
        while (at + 4 < head.length && (head[at] & 0xff) == 0xff) {
            int marker = head[at + 1] & 0xff;
            int length = unsigned(head, at + 2, 2, false);
            if (marker == 0xe1 && at + 10 < head.length && head[at + 4] == 'E' && head[at + 5] == 'x') {
                return exifOrientation(head, at + 10);
            }
            if (marker == 0xda || length < 2) {
                break;
            }
            at += 2 + length;
        }
        return 1;
    }

    private static int exifOrientation(byte[] data, int tiff) {
        if (tiff + 8 >= data.length) {
            return 1;
        }
        boolean little = data[tiff] == 'I';
        long directory = tiff + (unsigned(data, tiff + 4, 4, little) & 0xffffffffL);
        if (directory + 2 >= data.length) {
            return 1;
        }
        int entries = unsigned(data, (int) directory, 2, little);
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + 12L * i;
            if (entry + 12 > data.length) {
                return 1;
            }
            if (unsigned(data, (int) entry, 2, little) == 0x0112) {
                return unsigned(data, (int) entry + 8, 2, little);
            }
        }
        return 1;
    }

    private static int unsigned(byte[] data, int at, int bytes, boolean little) {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            int b = data[at + (little ? bytes - 1 - i : i)] & 0xff;
            value = value << 8 | b;
        }
        return value;
    }
}
