import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Scanner;

/** Java's own client. Reads requests, a line each (see README.md), and prints an answer a line. */
class HttpClient {
    public static void main(String[] args) throws InterruptedException {
        // It asks to go on in HTTP/2, as it does by default.
        var client = java.net.http.HttpClient.newHttpClient();
        var lines = new Scanner(System.in);
        while (lines.hasNextLine()) {
            var fields = lines.nextLine().split("\t", -1);
            var request = HttpRequest.newBuilder(URI.create(fields[1]))
                .timeout(Duration.ofSeconds(5))
                .method(fields[0], publisher(fields[2], fields[3]));
            for (var i = 4; i < fields.length; i++) {
                var header = fields[i].split(": ", 2);
                request.header(header[0], header[1]);
            }
            try {
                var answer = client.send(request.build(), BodyHandlers.ofString());
                var headers = answer.headers();
                System.out.println(String.join("\t", "" + answer.statusCode(),
                    headers.firstValue("Retry-After").orElse(""),
                    headers.firstValue("WWW-Authenticate").orElse(""), answer.body()));
            } catch (IOException error) {
                System.out.println("error\t" + error.getClass().getSimpleName());
            }
        }
    }

    private static BodyPublisher publisher(String mode, String body) {
        return switch (mode) {
            case "none" -> BodyPublishers.noBody();
            case "length" -> BodyPublishers.ofString(body);
            // Of unknown length, and so in chunks.
            default -> BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes()));
        };
    }
}
