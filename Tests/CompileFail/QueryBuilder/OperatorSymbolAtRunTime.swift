// expect: cannot convert value of type 'String' to expected argument type 'StaticString'
import QueryBuilder

func make(_ symbol: String) -> SQLInfixOperator<String, String, Bool> {
    SQLInfixOperator(symbol)
}
