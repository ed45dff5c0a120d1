import Foundation
import QueryBuilder

extension UserSort {
    /// The terms to sort by, for tiers 2 and 3.
    func terms(
        _ createdAt: some SQLExpression<Date>, _ name: some SQLExpression<String>,
        _ email: some SQLExpression<String>, id: some SQLExpression<Int>
    ) -> (Ordering, Ordering) {
        let first =
            switch key {
            case .createdAt: directed(createdAt)
            case .name: directed(name)
            case .email: directed(email)
            }
        return (first, directed(id))
    }

    /// Whether a row comes after the cursor's, for tiers 2 and 3.
    func isAfter(
        _ cursor: Cursor, _ createdAt: some SQLExpression<Date>, _ name: some SQLExpression<String>,
        _ email: some SQLExpression<String>, id: some SQLExpression<Int>
    ) -> QueryBuilder.Predicate {
        switch cursor.value {
        case .time(let time): isAfter(row(createdAt, id), row(values: time, cursor.id))
        case .text(let text) where key == .name:
            isAfter(row(name, id), row(values: text, cursor.id))
        case .text(let text): isAfter(row(email, id), row(values: text, cursor.id))
        }
    }

    private func directed(_ expression: some SQLExpression) -> Ordering {
        isDescending ? expression.descending : expression.ascending
    }

    private func isAfter<Value: SQLValue>(
        _ place: RowValue<Value, Int>, _ last: RowValue<Value, Int>
    ) -> QueryBuilder.Predicate {
        isDescending ? place.lt(last) : place.gt(last)
    }
}
