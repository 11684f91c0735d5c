/** A client for Bitrix24 call lists. */
module io.github.b24calllist {
  requires transitive java.net.http;

  exports io.github.b24calllist;
}
