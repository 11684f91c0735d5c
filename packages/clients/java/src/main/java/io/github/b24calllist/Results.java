package io.github.b24calllist;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How results of the portal are read. */
final class Results {
  private Results() {}

  static Long newId(Object result) {
    Long id = Wire.toLong(result);
    if (id == null || id < 1) {
      throw new Wire.NotAsDescribedException("an id was expected");
    }
    return id;
  }

  /** PHP also writes its true as 1. */
  static Boolean done(Object result) {
    if (!Boolean.TRUE.equals(result) && !"1".equals(Wire.toText(result))) {
      throw new Wire.NotAsDescribedException("true was expected");
    }
    return true;
  }

  static <R> Function<Object, R> model(Function<Map<String, Object>, R> reader) {
    return result -> reader.apply(Wire.toRow(result));
  }

  static <R> Function<Object, List<R>> rows(Function<Map<String, Object>, R> row) {
    return result -> {
      List<Object> rows = Wire.toList(result);
      if (rows.size() > Numbers.MAX_ROWS) {
        throw new Wire.NotAsDescribedException("too many rows");
      }
      return rows.stream().map(Wire::toRow).map(row).toList();
    };
  }
}
