package dev.sealwright.controlplane.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who may use a route. A route that does not say is refused.
 *
 * <p>With {@link Door#ROLES} the roles are looked up in the organisation of the path variable
 * {@code org}, or the query parameter {@code org}; a route that names no org, or is for {@link
 * Role#PLATFORM} alone, is judged by the caller's roles in the org {@code platform}. {@link
 * Role#PLATFORM} there is allowed wherever any role is.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Allow {
    Door value() default Door.ROLES;

    Role[] roles() default {};

    /** Of a whole resource: for GET and HEAD, where a route has no {@link #roles}. */
    Role[] reads() default {};

    /** Of a whole resource: for all other methods, where a route has no {@link #roles}. */
    Role[] writes() default {};

    /** What a route demands of its caller. */
    enum Door {
        /** Nothing: the answer is public. */
        ANYONE,
        /** A valid API key, whatever its roles. */
        SIGNED_IN,
        /** A valid API key with one of the roles. */
        ROLES,
        /** The certificate of a host that is neither revoked nor quarantined. */
        HOST
    }
}
