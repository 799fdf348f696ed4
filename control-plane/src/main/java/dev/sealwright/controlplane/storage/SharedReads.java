package dev.sealwright.controlplane.storage;

import dev.sealwright.protocol.MalformedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks of many callers by few statements: those that come while one is under way share the next.
 * Each caller is answered by what the database held after he asked; a question that cannot be put
 * fails alone.
 *
 * @param <K> what one caller asks
 * @param <V> the answer
 */
public final class SharedReads<K, V> {
    private static final int MOST = 256;

    private final Storage storage;
    private final Function<List<K>, List<V>> read;
    private final Gathering<Question<K, V>> questions = new Gathering<>(MOST, this::answer);

    /**
     * Looks of one kind.
     *
     * @param read answers all of them, in order, by one statement
     */
    public SharedReads(Storage storage, Function<List<K>, List<V>> read) {
        this.storage = storage;
        this.read = read;
    }

    /** What is asked, and what came of it. */
    private static final class Question<K, V> {
        private final K asked;
        private Optional<V> answer = Optional.empty();
        private Optional<RuntimeException> failure = Optional.empty();

        private Question(K asked) {
            this.asked = asked;
        }

        private V answer() {
            if (failure.isPresent()) {
                throw failure.get();
            }
            return answer.orElseThrow();
        }
    }

    /**
     * The answer; throws what the question alone throws. Inside a transaction it is asked there,
     * alone.
     */
    public V read(K asked) {
        if (storage.inTransaction()) {
            return read.apply(List.of(asked)).getFirst();
        }
        Question<K, V> mine = new Question<>(asked);
        questions.join(mine);
        return mine.answer();
    }

    private void answer(List<Question<K, V>> together) {
        try {
            List<V> answers = read.apply(together.stream().map(each -> each.asked).toList());
            for (int i = 0; i < together.size(); i++) {
                together.get(i).answer = Optional.of(answers.get(i));
            }
        } catch (MalformedException | StorageException e) {
            // One of them is to blame.
            if (together.size() == 1) {
                together.getFirst().failure = Optional.of(e);
            } else {
                together.forEach(each -> answer(List.of(each)));
            }
        } catch (RuntimeException e) {
            together.forEach(each -> each.failure = Optional.of(e));
        }
    }
}
