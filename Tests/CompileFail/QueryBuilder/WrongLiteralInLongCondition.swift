// expect: cannot convert value of type 'String' to expected argument type 'Int'
import QueryBuilder

let query = UserRow.where {
    $0.age >= 18 && $0.name == "x" && $0.id < 100 && $0.id == "7" && $0.age < 65 && $0.name != "y"
}
