package dev.sealwright.controlplane.log;

import io.micronaut.transaction.TransactionOperations;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is asked of the database, and holds it up. */
final class CountedTransactions {
    private final AtomicInteger count = new AtomicInteger();
    private final Semaphore gate = new Semaphore(1);

    int count() {
        return count.get();
    }

    void hold() {
        gate.acquireUninterruptibly();
    }

    void letGo() {
        gate.release();
    }

    @SuppressWarnings("unchecked")
    TransactionOperations<Connection> around(TransactionOperations<Connection> inner) {
        return (TransactionOperations<Connection>)
                Proxy.newProxyInstance(
                        TransactionOperations.class.getClassLoader(),
                        new Class<?>[] {TransactionOperations.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("execute")
                                    && inner.findTransactionStatus().isEmpty()) {
                                count.incrementAndGet();
                                gate.acquireUninterruptibly();
                                gate.release();
                            }
                            try {
                                return method.invoke(inner, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getTargetException();
                            }
                        });
    }
}
