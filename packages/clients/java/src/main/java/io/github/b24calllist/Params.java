package io.github.b24calllist;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is sent, by the names on the wire. It never changes. */
abstract class Params {
  private final Map<String, Object> values;

  Params(Map<String, Object> values) {
    this.values = values;
  }

  /** As the subclass has put it there; null where it was left out. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // generated code asks for it
  final <V> V value(String name) {
    return (V) values.get(name);
  }

  /** A copy with another value, or without it where it is null. */
  final Map<String, Object> with(String name, Object value) {
    var copy = new LinkedHashMap<>(values);
    copy.remove(name);
    if (value != null) {
      copy.put(name, value);
    }
    return copy;
  }

  final Map<String, Object> toWire() {
    var wire = new LinkedHashMap<String, Object>();
    values.forEach(
        (name, value) -> Wire.put(wire, name, value instanceof Params p ? p.toWire() : value));
    return wire;
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof Params params
        && getClass() == params.getClass()
        && values.equals(params.values);
  }

  @Override
  public final int hashCode() {
    return values.hashCode();
  }

  /** The values by their names on the wire. */
  @Override
  public final String toString() {
    return getClass().getSimpleName() + values;
  }
}
