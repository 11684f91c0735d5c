package io.github.b24calllist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests keep to the description, which the mock reports them for when they do not. */
@Tag("slow")
class MockTest {
  @Test
  void everyMethodKeepsToTheDescription() throws Exception {
    try (var mock = PortalProcess.mock()) {
      var checked = new CheckedTransport();
      var b24 = CallListClient.builder(Auth.webhook(mock.webhookUrl)).transport(checked).build();
      b24.add(AddParams.of(EntityType.CONTACT, List.of(9L, 17L, 19L)).withWebformId(1L));
      b24.get(13);
      b24.list();
      b24.list(
          ListParams.of()
              .withSelect(List.of("ID", "DATE_CREATE"))
              .withFilter(Map.of(">=ID", 14, "@CREATED_BY_ID", List.of(1, 29)))
              .withOrder(Map.of("ID", "DESC"))
              .withStart(50L));
      b24.update(UpdateParams.of(13, EntityType.CONTACT, List.of(9L), null));
      b24.items(
          ItemsParams.of(13).withFilter(ParticipantFilter.of().withStatus(StatusCode.IN_WORK)));
      b24.statuses();
      b24.batch(List.of(Command.get(13), Command.statuses()), true);
      assertEquals(3, b24.participants(13).stream().count());
      assertEquals(List.of(), checked.violations);
    }
  }

  /** The usual transport, and what the mock says of each request. */
  private static final class CheckedTransport implements Transport {
    private final Transport http = HttpTransport.ofAll();
    private final List<String> violations = new ArrayList<>();

    @Override
    public Response send(Request request) throws IOException, InterruptedException {
      Response response = http.send(request);
      if (!response.header("sl-violations").isEmpty()) {
        violations.add(response.header("sl-violations"));
      }
      return response;
    }
  }
}
