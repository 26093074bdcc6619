package chain

// JSON is any JSON value, in canonical form; nil where a document has none.
type JSON []byte

// Object is a JSON object, in canonical form; nil where a document has none.
type Object []byte

// Number is a JSON number in canonical form; empty where a document has none.
type Number string

// Duration is a time as people write it: 1h30m, 24h, 7d.
type Duration string

// Size is a number of bytes as people write it: 512Mi, 2Gi, 1048576.
type Size string
