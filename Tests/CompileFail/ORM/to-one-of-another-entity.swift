// expect: cannot convert value of type
// A reference to the wrong entity.
import ORM

func assign<Author: Entity, Post: Entity>(_ post: Post, _ reference: inout ToOne<Author>) {
    reference = ToOne(post)
}
