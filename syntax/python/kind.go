package python

// Kind says what a node of the tree is. The names are the grammar's own, so
// its documentation serves; the spelling of tree-sitter stays in this package.
type Kind uint8

// The kinds of nodes. Token is every keyword, operator and bracket: its text
// is in the source. Error is a place the grammar could not read, Missing a
// token that it had to invent there.
const (
	Invalid Kind = iota
	Token
	Error
	Missing
	Comment
	LineContinuation
	Module
	Block
	Identifier
	Integer
	Float
	True
	False
	None
	Ellipsis
	String
	StringPart
	Interpolation
	ConcatenatedString
	// Backticks is Python 2's `x`; its content is parsed into a Module below it.
	Backticks
	ImportStatement
	ImportFrom
	FutureImport
	RelativeImport
	AliasedImport
	WildcardImport
	DottedName
	PrintStatement
	Chevron
	ExecStatement
	Assert
	ExpressionStatement
	Return
	Delete
	Raise
	Pass
	Break
	Continue
	If
	Elif
	Else
	Match
	Case
	For
	While
	Try
	Except
	ExceptGroup
	Finally
	With
	WithClause
	WithItem
	FunctionDef
	Parameters
	LambdaParameters
	ListSplat
	DictSplat
	Global
	Nonlocal
	ClassDef
	ArgumentList
	DecoratedDef
	Decorator
	ExpressionList
	PatternList
	TuplePattern
	ListPattern
	DefaultParameter
	TypedParameter
	TypedDefaultParameter
	ListSplatPattern
	DictSplatPattern
	AsPattern
	AsPatternTarget
	NamedExpression
	NotOperator
	BooleanOperator
	BinaryOperator
	UnaryOperator
	Comparison
	Lambda
	Assignment
	AugmentedAssignment
	Yield
	Await
	Attribute
	Subscript
	Slice
	Call
	KeywordArgument
	List
	Set
	Tuple
	Dict
	Pair
	ListComprehension
	DictComprehension
	SetComprehension
	Generator
	Parenthesized
	ForIn
	IfClause
	Conditional
	Type
	// Other is a named node that no rule has asked about.
	Other
	numKinds
)

// kindNames maps the grammar's names to ours. What is not here is Other.
var kindNames = map[string]Kind{
	"comment": Comment, "line_continuation": LineContinuation,
	"module": Module, "block": Block, "identifier": Identifier,
	"integer": Integer, "float": Float, "true": True, "false": False,
	"none": None, "ellipsis": Ellipsis, "string": String,
	"string_start": StringPart, "string_content": StringPart,
	"string_end": StringPart, "escape_sequence": StringPart,
	"escape_interpolation": StringPart, "interpolation": Interpolation,
	"concatenated_string": ConcatenatedString,
	"import_statement":    ImportStatement, "import_from_statement": ImportFrom,
	"future_import_statement": FutureImport, "relative_import": RelativeImport,
	"aliased_import": AliasedImport, "wildcard_import": WildcardImport,
	"dotted_name": DottedName, "print_statement": PrintStatement,
	"chevron": Chevron, "exec_statement": ExecStatement,
	"assert_statement": Assert, "expression_statement": ExpressionStatement,
	"return_statement": Return, "delete_statement": Delete,
	"raise_statement": Raise, "pass_statement": Pass,
	"break_statement": Break, "continue_statement": Continue,
	"if_statement": If, "elif_clause": Elif, "else_clause": Else,
	"match_statement": Match, "case_clause": Case, "for_statement": For,
	"while_statement": While, "try_statement": Try, "except_clause": Except,
	"except_group_clause": ExceptGroup, "finally_clause": Finally,
	"with_statement": With, "with_clause": WithClause, "with_item": WithItem,
	"function_definition": FunctionDef, "parameters": Parameters,
	"lambda_parameters": LambdaParameters, "list_splat": ListSplat,
	"dictionary_splat": DictSplat, "global_statement": Global,
	"nonlocal_statement": Nonlocal, "class_definition": ClassDef,
	"argument_list": ArgumentList, "decorated_definition": DecoratedDef,
	"decorator": Decorator, "expression_list": ExpressionList,
	"pattern_list": PatternList, "tuple_pattern": TuplePattern,
	"list_pattern": ListPattern, "default_parameter": DefaultParameter,
	"typed_parameter":          TypedParameter,
	"typed_default_parameter":  TypedDefaultParameter,
	"list_splat_pattern":       ListSplatPattern,
	"dictionary_splat_pattern": DictSplatPattern, "as_pattern": AsPattern,
	"as_pattern_target": AsPatternTarget, "named_expression": NamedExpression,
	"not_operator": NotOperator, "boolean_operator": BooleanOperator,
	"binary_operator": BinaryOperator, "unary_operator": UnaryOperator,
	"comparison_operator": Comparison, "lambda": Lambda,
	"assignment": Assignment, "augmented_assignment": AugmentedAssignment,
	"yield": Yield, "await": Await, "attribute": Attribute,
	"subscript": Subscript, "slice": Slice, "call": Call,
	"keyword_argument": KeywordArgument, "list": List, "set": Set,
	"tuple": Tuple, "dictionary": Dict, "pair": Pair,
	"list_comprehension":       ListComprehension,
	"dictionary_comprehension": DictComprehension,
	"set_comprehension":        SetComprehension,
	"generator_expression":     Generator,
	"parenthesized_expression": Parenthesized, "for_in_clause": ForIn,
	"if_clause": IfClause, "conditional_expression": Conditional,
	"type": Type, "ERROR": Error,
}
