// Generated: `node test/spark/writeCaseTables.ts`. The characters that Spark 4.1 maps otherwise than JavaScript (Unicode of Node 24): those of Unicode 17. The
// conformance test sweeps all characters. Spark 3.5 leaves it to Java, whose Unicode is older still: 67 letters more with Java 17.

/** Those whose upper case differs, and JavaScript's. */
export const upperCases = {
  from: "\u{a7cf}\u{a7d3}\u{a7d5}\u{16ebb}\u{16ebc}\u{16ebd}\u{16ebe}\u{16ebf}\u{16ec0}\u{16ec1}\u{16ec2}\u{16ec3}\u{16ec4}\u{16ec5}\u{16ec6}\u{16ec7}\u{16ec8}\u{16ec9}\u{16eca}\u{16ecb}\u{16ecc}\u{16ecd}\u{16ece}\u{16ecf}\u{16ed0}\u{16ed1}\u{16ed2}\u{16ed3}",
  to: "\u{a7ce}\u{a7d2}\u{a7d4}\u{16ea0}\u{16ea1}\u{16ea2}\u{16ea3}\u{16ea4}\u{16ea5}\u{16ea6}\u{16ea7}\u{16ea8}\u{16ea9}\u{16eaa}\u{16eab}\u{16eac}\u{16ead}\u{16eae}\u{16eaf}\u{16eb0}\u{16eb1}\u{16eb2}\u{16eb3}\u{16eb4}\u{16eb5}\u{16eb6}\u{16eb7}\u{16eb8}",
};

/** Those whose lower case differs, and JavaScript's. */
export const lowerCases = {
  from: "\u{a7ce}\u{a7d2}\u{a7d4}\u{16ea0}\u{16ea1}\u{16ea2}\u{16ea3}\u{16ea4}\u{16ea5}\u{16ea6}\u{16ea7}\u{16ea8}\u{16ea9}\u{16eaa}\u{16eab}\u{16eac}\u{16ead}\u{16eae}\u{16eaf}\u{16eb0}\u{16eb1}\u{16eb2}\u{16eb3}\u{16eb4}\u{16eb5}\u{16eb6}\u{16eb7}\u{16eb8}",
  to: "\u{a7cf}\u{a7d3}\u{a7d5}\u{16ebb}\u{16ebc}\u{16ebd}\u{16ebe}\u{16ebf}\u{16ec0}\u{16ec1}\u{16ec2}\u{16ec3}\u{16ec4}\u{16ec5}\u{16ec6}\u{16ec7}\u{16ec8}\u{16ec9}\u{16eca}\u{16ecb}\u{16ecc}\u{16ecd}\u{16ece}\u{16ecf}\u{16ed0}\u{16ed1}\u{16ed2}\u{16ed3}",
};
