package dev.sealwright.controlplane.declaration;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the API's description calls the four operations of a {@link DeclarativeResource}: their
 * summaries, and by {@link #one} and {@link #many} their ids, as in {@code putPolicy} and {@code
 * listPolicies}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Declares {
    String one();

    String many();

    String list();

    String get();

    String put();

    String delete();
}
