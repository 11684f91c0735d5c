package io.github.b24calllist;

import java.util.Map;
import java.util.function.Function;

/**
 * A call with its parameters: a command of a batch.
 *
 * <pre>{@code
 * List<Entry<CallList>> lists = b24.batch(List.of(Command.get(13), Command.get(20)));
 * }</pre>
 *
 * @param <T> what it gives
 */
public final class Command<T> extends Commands {

  private final String method;
  private final Map<String, Object> params;
  private final Function<Object, T> reader;

  Command(String method, Map<String, Object> params, Function<Object, T> reader) {
    this.method = method;
    this.params = params;
    this.reader = reader;
  }

  String method() {
    return method;
  }

  Map<String, Object> params() {
    return params;
  }

  /** Reads the portal's result; an error says what came instead, without secrets. */
  T read(Object result, Redactor redactor) {
    try {
      return reader.apply(result);
    } catch (Wire.NotAsDescribedException e) {
      String came = "result: " + redactor.excerpt(Json.write(result));
      throw told(UnexpectedResponseException.notAsDescribed(method, came));
    }
  }

  /** The error of this command: one that says so where it is unknown what the portal did. */
  CallListException told(CallListException error) {
    return Outcomes.told(error, method, params);
  }

  /** The method and its parameters. */
  @Override
  public String toString() {
    return method + params;
  }
}
