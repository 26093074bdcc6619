package chain

// What can be wrong with the shape of a document; Parse says these.
const (
	codeSyntax       = "chain.syntax"
	codeYAML         = "chain.yaml_feature"
	codeTooLarge     = "chain.too_large"
	codeTooDeep      = "chain.too_deep"
	codeDuplicate    = "chain.duplicate_field"
	codeUnknownField = "chain.unknown_field"
	codeMissing      = "chain.missing_field"
	codeType         = "chain.type"
	codeValue        = "chain.value"
	codeNumber       = "chain.number"
)
