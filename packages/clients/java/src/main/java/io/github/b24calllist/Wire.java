package io.github.b24calllist;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Values as portals send them, read as what they mean: "13" and 13, and PHP's lists and maps. */
final class Wire {
  private Wire() {}

  /** An answer that is JSON, and not what the method answers. */
  static final class NotAsDescribedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAsDescribedException(String message) {
      super(message);
    }
  }

  /** A whole number, sent as number or text; null where it is neither. */
  static Long toLong(Object value) {
    if (value instanceof Long || value instanceof Integer) { // the latter of a caller's filter
      return ((Number) value).longValue();
    }
    if (value instanceof Double number) {
      return number == Math.rint(number) && Math.abs(number) < 1e18 ? number.longValue() : null;
    }
    return value instanceof String text ? parseLong(text) : null;
  }

  /** The number that these decimal digits are; null where they are none, or too many. */
  static Long parseLong(String digits) {
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  static Long longOf(Map<String, ?> wire, String name) {
    return toLong(wire.get(name));
  }

  static long requiredLong(Map<String, ?> wire, String name) {
    return require(longOf(wire, name), name);
  }

  static long require(Long number, String what) {
    if (number == null) {
      throw new NotAsDescribedException(what + " is not a whole number");
    }
    return number;
  }

  static String textOf(Map<String, ?> wire, String name) {
    return toText(wire.get(name));
  }

  /** Text, and numbers as text; null where it is neither. */
  static String toText(Object value) {
    return value instanceof String || value instanceof Number ? value.toString() : null;
  }

  /** A row. PHP sends one without fields as a list. */
  static Map<String, Object> toRow(Object value) {
    if (value instanceof Map<?, ?> || (value instanceof List<?> list && list.isEmpty())) {
      return toMap(value);
    }
    throw new NotAsDescribedException("a row was expected");
  }

  /** A map. PHP sends an empty one, and one with the keys 0, 1, 2 …, as a list. */
  static Map<String, Object> toMap(Object value) {
    if (value instanceof Map<?, ?> map) {
      var copy = new LinkedHashMap<String, Object>();
      map.forEach((name, item) -> copy.put(String.valueOf(name), item));
      return copy;
    }
    if (value instanceof List<?> list) {
      var map = new LinkedHashMap<String, Object>();
      for (int i = 0; i < list.size(); i++) {
        map.put(String.valueOf(i), list.get(i));
      }
      return map;
    }
    throw new NotAsDescribedException("a map was expected");
  }

  /** A list. PHP sends one with gaps in its keys as a map. */
  static List<Object> toList(Object value) {
    if (value instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    if (value instanceof Map<?, ?> map) {
      return new ArrayList<>(map.values());
    }
    throw new NotAsDescribedException("a list was expected");
  }

  /** Puts what is there: no null, and no empty map, which PHP would take for an empty list. */
  static void put(Map<String, Object> wire, String name, Object value) {
    if (value != null && !(value instanceof Map<?, ?> map && map.isEmpty())) {
      wire.put(name, value);
    }
  }

  /** A text that has to be one of these. */
  static String oneOf(String value, String name, String... values) {
    if (value == null || !List.of(values).contains(value)) {
      throw new IllegalArgumentException(
          "%s: one of %s; not %s".formatted(name, String.join(", ", values), value));
    }
    return value;
  }

  /** A copy of a list that has to be there, without nulls in it. */
  static <V> List<V> checked(List<V> list, String name, String example) {
    if (list == null || list.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(name + ": a list without nulls in it, such as " + example);
    }
    return List.copyOf(list);
  }

  /** An id, which has to be positive. */
  static long id(long id, String name) {
    if (id < 1) {
      throw new IllegalArgumentException(
          "%s: an id is a whole number above 0, such as 17; not %d".formatted(name, id));
    }
    return id;
  }

  /** The same where there need not be one. */
  static Long optionalId(Long id, String name) {
    return id == null ? null : Long.valueOf(id(id, name));
  }

  /** A number that is not below another; or null. */
  static Long atLeast(long least, Long number, String name) {
    if (number != null && number < least) {
      throw new IllegalArgumentException(
          "%s: a whole number from %d on, such as 50; not %d".formatted(name, least, number));
    }
    return number;
  }

  /** Ids, which have to be positive, and must not be null. */
  static List<Long> ids(Collection<Long> ids, String name) {
    if (ids == null || ids.stream().anyMatch(id -> id == null || id < 1)) {
      throw new IllegalArgumentException(
          name + ": a list of ids, whole numbers above 0, such as List.of(9L, 17L)");
    }
    return List.copyOf(ids);
  }

  /** Keeps the order and the nulls, other than {@link Map#copyOf}. */
  static <V> Map<String, V> copyOf(Map<String, ? extends V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
