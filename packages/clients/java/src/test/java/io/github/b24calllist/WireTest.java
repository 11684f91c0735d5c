package io.github.b24calllist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Values as PHP writes them. */
class WireTest {
  @Test
  void aWholeNumberMayComeAsAFraction() {
    assertEquals(13L, Wire.toLong(13.0));
    assertEquals(-900_000_000_000_000_000L, Wire.toLong(-9e17));
    assertNull(Wire.toLong(13.5));
    assertNull(Wire.toLong(1e18));
    assertNull(Wire.toLong(-1e300));
    assertNull(Wire.toLong(Double.NaN));
  }

  @Test
  void aMapWithTheKeys0And1ComesAsAList() {
    assertEquals(Map.of("0", "a", "1", "b"), Wire.toMap(List.of("a", "b")));
    assertEquals(Map.of(), Wire.toMap(List.of()));
  }

  @Test
  void anIdThatIsLeftOutIsNone() {
    assertEquals(7L, Wire.optionalId(7L, "webformId"));
    assertNull(Wire.optionalId(null, "webformId"));
  }
}
