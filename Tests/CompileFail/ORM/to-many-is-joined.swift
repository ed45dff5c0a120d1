// expect: requires that 'ToMany<F>' conform to 'SingleRelationshipValue'
// A join repeats the owner's row for each of many; only a relationship to one can be joined.
import ORM

func join<E: Entity, F: Entity>(
    _ query: EntityQuery<E>, _ path: any KeyPath<E, ToMany<F>> & Sendable
) -> EntityQuery<E> {
    query.include(path, .joined)
}
