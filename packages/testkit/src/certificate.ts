// A self-signed certificate for servers on this machine, and for portal.example; its key protects nothing. Made by
// openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj "/CN=portal.example"
//   -addext "subjectAltName=DNS:localhost,DNS:portal.example,IP:127.0.0.1"
export const CERTIFICATE = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg8vHmM15lbkNd0vIa
TEk466d6LthBwv36BP2HUKIWGDqhRANCAARoB9Q/f1qsBT9muNVPknNah2OUrxPf
4qacaWaWZ66zv+1PcmFxM56rTH/9gDGq6YSm0/Y4CjSNLRA0HEYh4/HY
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBtTCCAVugAwIBAgIUVjVX3yBlNRagCHY8uD1z1hcqibowCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOcG9ydGFsLmV4YW1wbGUwIBcNMjYxMTMwMTA0MzI1WhgPMjEy
NjExMDYxMDQzMjVaMBkxFzAVBgNVBAMMDnBvcnRhbC5leGFtcGxlMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEaAfUP39arAU/ZrjVT5JzWodjlK8T3+KmnGlmlmeu
s7/tT3JhcTOeq0x//YAxqumEptP2OAo0jS0QNBxGIePx2KN/MH0wHQYDVR0OBBYE
FOgUEMNWnB+3bTMrtFu0jHfxvNf+MB8GA1UdIwQYMBaAFOgUEMNWnB+3bTMrtFu0
jHfxvNf+MA8GA1UdEwEB/wQFMAMBAf8wKgYDVR0RBCMwIYIJbG9jYWxob3N0gg5w
b3J0YWwuZXhhbXBsZYcEfwAAATAKBggqhkjOPQQDAgNIADBFAiEA2Vuke4m0M1/u
jRQN49f6PR3IszB2UhjzXhnhdfUtqoQCIFGlTlH5qaZSTPHKdhU325MrL91TLEKr
yotVQRW+3L6I
-----END CERTIFICATE-----`,
};
